import { FileUp } from 'lucide-react';
import { type ChangeEvent, useEffect, useRef } from 'react';
import { ProblemError } from '../../react';
import type { CalendarSummary } from '../../react/events';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { ImportReport } from './import-report';
import { type FileImport, useImport } from './use-import';

/** Takes the events of a file of another calendar program over. */
export default function ImportDialog({ calendar, onClose }: { calendar: CalendarSummary; onClose: () => void }) {
  const text = useTextOf();
  const picker = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Leaving the choice of a file is told as the dialog's `cancel` is, and goes up to it.
    const stay = (event: Event) => event.stopPropagation();
    const input = picker.current;
    input?.addEventListener('cancel', stay);
    return () => input?.removeEventListener('cancel', stay);
  }, []);
  const task = useImport(calendar.id);
  const { name, isRunning, progress, begin } = task;
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    // The same file can be chosen again.
    event.target.value = '';
    if (file !== undefined) begin(file);
  };
  const title = calendar.title || text('calendar.untitledCalendar');
  return (
    <Dialog title={text('import.title', { title })} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-sm text-pretty text-muted">{text('import.about')}</p>
        <input
          ref={picker}
          type="file"
          accept=".ics,text/calendar"
          aria-label={text('import.file')}
          tabIndex={-1}
          onChange={choose}
          className="sr-only"
        />
        <Button
          look={name === null ? 'primary' : 'secondary'}
          disabled={isRunning}
          className="self-start"
          onClick={() => picker.current?.click()}
        >
          <FileUp size={18} aria-hidden="true" />
          {text(name === null ? 'import.choose' : 'import.chooseOther')}
        </Button>
        {name !== null && <ImportReport name={name} isRunning={isRunning} progress={progress} />}
        <ImportProblem task={task} />
      </div>
    </Dialog>
  );
}

/** Why an import stopped, and the way on where there is one. */
function ImportProblem({ task: { error, goOn } }: { task: FileImport }) {
  const text = useTextOf();
  if (error === null) return null;
  const isNoCalendar = error instanceof ProblemError && error.code === 'malformed';
  if (!isNoCalendar) return <ErrorNotice error={error} onRetry={goOn} />;
  return (
    <p role="alert" className="rounded-md bg-danger-soft px-4 py-2 text-pretty text-danger">
      {text('import.noCalendar')}
    </p>
  );
}
