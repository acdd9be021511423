import { Copy, Download } from 'lucide-react';
import { FormattedDate } from 'react-intl';
import type { RecoverableCopy } from '../../react';
import { describeError } from '../../react/errors';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { useCopy } from '../design/use-copy';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';

interface CopiesDialogProps {
  readonly copies: readonly RecoverableCopy[];
  readonly onDrop: (id: string) => void;
  readonly onClose: () => void;
}

/** What could not be saved, why, and ways to keep it. */
export default function CopiesDialog({ copies, onDrop, onClose }: CopiesDialogProps) {
  const text = useTextOf();
  return (
    <Dialog title={text('copies.title')} onClose={onClose}>
      <p className="text-pretty text-muted">{text('copies.text')}</p>
      <ul className="mt-4 flex flex-col gap-4">
        {copies.map((copy) => (
          <CopyEntry key={copy.id} copy={copy} onDrop={() => onDrop(copy.id)} />
        ))}
      </ul>
    </Dialog>
  );
}

function CopyEntry({ copy, onDrop }: { copy: RecoverableCopy; onDrop: () => void }) {
  const text = useTextOf();
  const { locale } = useLocale();
  const { copied, copy: copyWords } = useCopy();
  const fragments = copy.fragments.map((fragment) => fragment.trim()).filter((fragment) => fragment !== '');
  const words = fragments.join('\n');
  return (
    <li className="rounded-md border border-line">
      <div className="flex flex-col gap-1 border-b border-line bg-sunken px-4 py-3">
        <p className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span dir="auto" className="min-w-0 font-medium [overflow-wrap:anywhere]">
            {copy.title || text('trips.untitled')}
          </span>
          <span className="text-sm text-muted">
            <FormattedDate value={copy.takenAtMs} dateStyle="medium" timeStyle="short" />
          </span>
        </p>
        <p className="text-sm text-pretty">{describeError(copy.reason, locale).message}</p>
      </div>
      {fragments.length === 0 ? (
        <p className="px-4 py-3 text-muted">{text('copies.noWords')}</p>
      ) : (
        <ul aria-label={text('copies.words')} className="flex flex-col divide-y divide-line px-4">
          {fragments.map((fragment, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the fragments of a copy never change.
            <li key={index} dir="auto" className="py-2 whitespace-pre-wrap [overflow-wrap:anywhere]">
              {fragment}
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2 border-t border-line px-4 py-3">
        {words !== '' && (
          <>
            <Button onClick={() => void copyWords(words)}>
              <Copy size={16} aria-hidden="true" />
              <span aria-live="polite">{text(copied === 'yes' ? 'app.copied' : 'copies.copy')}</span>
            </Button>
            <Button onClick={() => download(copy, words)}>
              <Download size={16} aria-hidden="true" />
              {text('copies.download')}
            </Button>
          </>
        )}
        <Button look="quiet" className="ml-auto" onClick={onDrop}>
          {text('copies.drop')}
        </Button>
        {copied === 'failed' && (
          <p role="alert" className="basis-full text-sm text-pretty text-danger">
            {text('app.copyFailed')}
          </p>
        )}
      </div>
    </li>
  );
}

/** Hands the words over as a text file. */
function download({ title, takenAtMs }: RecoverableCopy, words: string): void {
  const url = URL.createObjectURL(new Blob([words], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${title || 'TripTrip'} ${new Date(takenAtMs).toISOString().slice(0, 10)}.txt`;
  link.click();
  URL.revokeObjectURL(url);
}
