import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { useTextOf } from '../i18n/use-text-of';
import type { OwnLock } from './document-locks';
import { type LockGroup, lockGroups } from './lock-groups';
import { useKeeping } from './use-keeping';
import { useLockWords } from './use-lock-words';
import { useAllLocks } from './use-locks';

interface LocksDialogProps {
  /** What a place of the document is called. */
  readonly nameOf: (path: string) => string;
  readonly onClose: () => void;
}

/** Everything that somebody has for themselves. */
export default function LocksDialog({ nameOf, onClose }: LocksDialogProps) {
  const text = useTextOf();
  const { others, own } = useAllLocks();
  const groups = lockGroups(others, nameOf);
  const isEmpty = groups.length === 0 && own.length === 0;
  return (
    <Dialog title={text('locks.list')} onClose={onClose}>
      {isEmpty && <p className="text-muted">{text('locks.none')}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {own.map(({ part, held }) => (
          <OwnRow key={part.key} lock={{ part, held }} name={nameOf(part.paths[0])} />
        ))}
        {groups.map((group) => (
          <OthersRow key={group.key} group={group} />
        ))}
      </ul>
    </Dialog>
  );
}

function OwnRow({ lock: { part, held }, name }: { lock: OwnLock; name: string }) {
  const text = useTextOf();
  const words = useLockWords();
  const { release } = useKeeping();
  const when = words.time(held[0]?.lock.expires_at ?? 0);
  return (
    <Row words={part.paths[0] === '' ? text('locks.kept', { when }) : text('locks.keptField', { field: name, when })}>
      <Button className="ml-auto" onClick={() => release(part)}>
        {text('locks.release')}
      </Button>
    </Row>
  );
}

/** What somebody else has. */
function OthersRow({ group }: { group: LockGroup }) {
  const text = useTextOf();
  const words = useLockWords();
  const [first] = group.locks;
  const values = { name: words.holder(first), when: words.time(first.expires_at) };
  return <Row words={first.path === '' ? text('locks.ofAll', values) : text('locks.of', { ...values, field: group.name })} />;
}

function Row({ words, children }: { words: string; children?: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5 first:pt-0 last:pb-0">
      <Lock size={16} aria-hidden="true" className="shrink-0 text-muted" />
      <p className="min-w-0 flex-1 basis-48 text-pretty">{words}</p>
      {children}
    </li>
  );
}
