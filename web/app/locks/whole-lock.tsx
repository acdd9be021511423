import { Lock } from 'lucide-react';
import { Button } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { wholeDocument } from './lock-part';
import { useKeeping } from './use-keeping';
import { useLockWords } from './use-lock-words';
import { useAllLocks, useOwnUntil } from './use-locks';

/** Says that somebody has the whole document for themselves: this person, who can release it, or somebody else. */
export function WholeLock({ className = '' }: { className?: string }) {
  const text = useTextOf();
  const words = useLockWords();
  const { release } = useKeeping();
  const { others } = useAllLocks();
  const ownUntil = useOwnUntil(wholeDocument);
  const lock = others.find(({ path }) => path === '');
  if (ownUntil === null && lock === undefined) return null;
  return (
    <div
      className={`flex flex-wrap items-center gap-x-3 rounded-md py-1 pr-1 pl-3 text-sm ${ownUntil === null ? 'bg-warn-soft' : 'bg-accent-soft'} ${className}`}
    >
      <Lock size={14} aria-hidden="true" className="shrink-0" />
      <p className="min-w-0 flex-1 basis-40 py-1 text-pretty">
        {ownUntil !== null && text('locks.kept', { when: words.time(ownUntil) })}
        {ownUntil === null &&
          lock !== undefined &&
          text('locks.ofAll', { name: words.holder(lock), when: words.time(lock.expires_at) })}
      </p>
      {ownUntil !== null && (
        <Button look="quiet" className="ml-auto" onClick={() => release(wholeDocument)}>
          {text('locks.release')}
        </Button>
      )}
    </div>
  );
}
