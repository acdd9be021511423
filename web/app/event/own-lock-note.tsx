import { Lock } from 'lucide-react';
import { useIntl } from 'react-intl';
import { Button } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import type { OwnLock } from './use-own-lock';

/** Says that this person has the event for themselves, and until when. */
export function OwnLockNote({ lock: { held, release } }: { lock: OwnLock }) {
  const text = useTextOf();
  const intl = useIntl();
  if (held === null) return null;
  const when = intl.formatTime(held.lock.expires_at, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
  return (
    <div className="mx-2 mt-2 flex flex-wrap items-center gap-x-3 rounded-md bg-accent-soft py-1 pr-1 pl-3 text-sm">
      <Lock size={14} aria-hidden="true" className="shrink-0" />
      <p className="min-w-0 flex-1 basis-40 py-1 text-pretty">{text('event.kept', { when })}</p>
      <Button look="quiet" className="ml-auto" onClick={release}>
        {text('event.release')}
      </Button>
    </div>
  );
}
