import { Lock } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTextOf } from '../i18n/use-text-of';
import { LoadBoundary } from '../offline/load-boundary';
import { lockGroups } from './lock-groups';
import { useAllLocks } from './use-locks';

const LocksDialog = lazy(() => import('./locks-dialog'));

interface LocksButtonProps {
  /** What a place of the document is called. */
  readonly nameOf: (path: string) => string;
}

/** How much of the document somebody has for themselves at the moment, and the way to the list. Nothing while nobody does. */
export function LocksButton({ nameOf }: LocksButtonProps) {
  const text = useTextOf();
  const { others, own } = useAllLocks();
  const [isOpen, setOpen] = useState(false);
  const count = lockGroups(others, nameOf).length + own.length;
  return (
    <>
      {count > 0 && (
        <button
          type="button"
          aria-haspopup="dialog"
          title={text('locks.list')}
          onClick={() => setOpen(true)}
          className="inline-flex h-6 shrink-0 items-center gap-1.5 rounded-full bg-warn-soft px-2.5 text-sm hover:text-warn"
        >
          <Lock size={13} aria-hidden="true" />
          {text('locks.some', { count })}
        </button>
      )}
      {isOpen && (
        <LoadBoundary fallback={null}>
          <Suspense>
            <LocksDialog nameOf={nameOf} onClose={() => setOpen(false)} />
          </Suspense>
        </LoadBoundary>
      )}
    </>
  );
}
