import { Lock } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from '../trip/trip-context';
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

/** Everything that somebody has for themselves. Whoever manages the members can break what others have. */
export default function LocksDialog({ nameOf, onClose }: LocksDialogProps) {
  const text = useTextOf();
  const { others, own } = useAllLocks();
  const groups = lockGroups(others, nameOf);
  const isEmpty = groups.length === 0 && own.length === 0;
  const list = useRef<HTMLDivElement>(null);
  return (
    <Dialog title={text('locks.list')} onClose={onClose}>
      <div ref={list} tabIndex={-1} className="outline-none">
        {isEmpty && <p className="text-muted">{text('locks.none')}</p>}
        <ul className="flex flex-col divide-y divide-line">
          {own.map(({ part, held }) => (
            <OwnRow key={part.key} lock={{ part, held }} name={nameOf(part.paths[0])} />
          ))}
          {groups.map((group) => (
            <OthersRow key={group.key} group={group} onBroken={() => list.current?.focus()} />
          ))}
        </ul>
      </div>
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

/** What somebody else has, and for whoever may do that the way to take it from them, which is asked about first. */
function OthersRow({ group, onBroken }: { group: LockGroup; onBroken: () => void }) {
  const text = useTextOf();
  const words = useLockWords();
  const showError = useShowError();
  const { trip, locks } = useOpenTrip();
  const [isAsked, setAsked] = useState(false);
  const [first] = group.locks;
  const name = words.holder(first);
  const values = { name, when: words.time(first.expires_at) };
  const sentence = first.path === '' ? text('locks.ofAll', values) : text('locks.of', { ...values, field: group.name });
  const breakAll = () => void locks.break(group.locks).then(onBroken, showError);
  return (
    <Row words={sentence}>
      {trip.state.role === 'owner' && !isAsked && (
        <Button className="ml-auto" onClick={() => setAsked(true)}>
          {text('locks.break')}
        </Button>
      )}
      {isAsked && <Confirmation name={name} onConfirm={breakAll} onCancel={() => setAsked(false)} />}
    </Row>
  );
}

interface ConfirmationProps {
  readonly name: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

function Confirmation({ name, onConfirm, onCancel }: ConfirmationProps) {
  const text = useTextOf();
  const confirm = useRef<HTMLButtonElement>(null);
  useEffect(() => confirm.current?.focus(), []);
  return (
    <fieldset aria-label={text('locks.break')} className="w-full rounded-md bg-sunken p-3">
      <p className="text-pretty">{text('locks.breakText', { name })}</p>
      <div className="mt-3 flex flex-wrap justify-end gap-3">
        <Button onClick={onCancel}>{text('locks.breakNot')}</Button>
        <Button ref={confirm} look="danger" onClick={onConfirm}>
          {text('locks.breakNow')}
        </Button>
      </div>
    </fieldset>
  );
}

function Row({ words, children }: { words: string; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5 first:pt-0 last:pb-0">
      <Lock size={16} aria-hidden="true" className="shrink-0 text-muted" />
      <p className="min-w-0 flex-1 basis-48 text-pretty">{words}</p>
      {children}
    </li>
  );
}
