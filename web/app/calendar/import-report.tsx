import { useId } from 'react';
import { useTextOf } from '../i18n/use-text-of';
import type { ImportProgress } from './import-run';

interface ImportReportProps {
  /** Of the file. */
  readonly name: string;
  readonly isRunning: boolean;
  readonly progress: ImportProgress;
}

/** How far an import is, and what came of it. */
export function ImportReport({ name, isRunning, progress }: ImportReportProps) {
  const text = useTextOf();
  const { done, total, counts, failures } = progress;
  const isDone = !isRunning && progress.nextOffset === null;
  return (
    <section aria-label={name} className="flex flex-col gap-3">
      <p className="truncate font-medium">{name}</p>
      {isRunning && (
        <progress
          aria-label={text('import.progress')}
          max={total ?? 1}
          value={total === null ? undefined : done}
          className="h-2 w-full accent-accent"
        />
      )}
      <p role="status" className="text-sm text-muted">
        {isRunning && (total === null ? text('import.reading') : text('import.taking', { done, total }))}
        {isDone && text(done === 0 ? 'import.empty' : 'import.done', { done })}
        {!isRunning && !isDone && total !== null && text('import.stopped', { done, total })}
      </p>
      {isRunning && <p className="text-sm text-muted">{text('import.stay')}</p>}
      {done > 0 && <Counts counts={counts} />}
      {failures.length > 0 && <Failures failures={failures} />}
    </section>
  );
}

const outcomes = ['created', 'updated', 'unchanged', 'failed'] as const;

function Counts({ counts }: Pick<ImportProgress, 'counts'>) {
  const text = useTextOf();
  return (
    <dl className="grid grid-cols-2 gap-2 sm:grid-cols-4">
      {outcomes.map((outcome) => (
        <div key={outcome} className="flex flex-col-reverse rounded-md border border-line px-3 py-2">
          <dt className="text-sm text-muted">{text(`import.${outcome}`)}</dt>
          <dd className={`text-lg font-semibold ${outcome === 'failed' && counts.failed > 0 ? 'text-danger' : ''}`}>
            {text('import.count', { count: counts[outcome] })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Failures({ failures }: Pick<ImportProgress, 'failures'>) {
  const text = useTextOf();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="mb-1 font-semibold">
        {text('import.failures')}
      </h3>
      <ul className="divide-y divide-line rounded-md border border-line">
        {failures.map(({ uid, title, detail }, index) => (
          // A file may have one UID twice.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only ever grows at its end.
          <li key={index} className="px-3 py-2">
            <p dir="auto" className="font-medium [overflow-wrap:anywhere]">
              {title || uid || text('event.untitled')}
            </p>
            {detail !== null && (
              // The reason is the server's, which has it in English only.
              <p lang="en" className="text-sm text-muted [overflow-wrap:anywhere]">
                {detail}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
