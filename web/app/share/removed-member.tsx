import { useEffect, useRef } from 'react';
import type { Member } from '../../react';
import { Button } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';

/** Stands where somebody was in the list who has just been removed, and takes over the focus that was on them. */
export function RemovedMember({ member, onUndo }: { readonly member: Member; readonly onUndo: () => void }) {
  const text = useTextOf();
  const undo = useRef<HTMLButtonElement>(null);
  useEffect(() => undo.current?.focus(), []);
  return (
    <li className="flex min-h-14 flex-wrap items-center justify-between gap-x-3 py-2 pr-2 pl-4 text-muted">
      <span role="status" className="min-w-0 flex-1">
        {text('share.removed', { name: member.name })}
      </span>
      <Button ref={undo} look="quiet" onClick={onUndo}>
        {text('trips.undo')}
      </Button>
    </li>
  );
}
