import { Lock, LockOpen } from 'lucide-react';
import { useEffect, useEffectEvent, useRef } from 'react';
import { type LockView, personColor } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from '../trip/trip-context';
import { type LockPart, lockNoteId } from './lock-part';
import { useKeeping } from './use-keeping';
import { useLockWords } from './use-lock-words';
import './locks.css';
import { useHasAll, useLockAgainst, useOwnUntil } from './use-locks';

interface FieldLockProps {
  readonly part: LockPart;
  /** What the field is called. */
  readonly name: string;
  readonly className?: string;
}

/**
 * Stands beside the name of a field: says who else has it, or lets this person have it. It belongs into a `lockable` element
 * with the field, and is as high as a line whatever it shows.
 */
export function FieldLock({ part, name, className = '' }: FieldLockProps) {
  const { trip } = useOpenTrip();
  const lock = useLockAgainst(part);
  const ownUntil = useOwnUntil(part);
  const hasAll = useHasAll();
  const isOffered = trip.editable && trip.state.status.name === 'live' && !hasAll;
  return (
    <span className={`field-lock ${className}`}>
      {lock !== null && <OthersLock part={part} lock={lock} />}
      {lock === null && (ownUntil !== null || isOffered) && <KeepButton part={part} name={name} ownUntil={ownUntil} />}
    </span>
  );
}

/** Who else has a part, and until when. */
function OthersLock({ part, lock }: { part: LockPart; lock: LockView }) {
  const text = useTextOf();
  const words = useLockWords();
  const { announce } = useOpenTrip();
  const root = useRef<HTMLSpanElement>(null);
  const values = { name: words.holder(lock), when: words.time(lock.expires_at) };
  const sentence = text('locks.ofThis', values);
  // Who is in the field is told why they cannot go on.
  const tell = useEffectEvent(() => {
    if (root.current?.closest('.lockable')?.contains(document.activeElement)) announce(sentence);
  });
  useEffect(() => tell(), []);
  const { id } = lock.holder;
  return (
    <span
      ref={root}
      title={sentence}
      className="field-lock-pill"
      style={id === '' ? undefined : { backgroundColor: personColor(id) }}
    >
      <Lock size={11} aria-hidden="true" />
      <span aria-hidden="true" className="truncate">
        {values.name}
      </span>
      <span aria-hidden="true" className="shrink-0">
        {text('locks.until', { when: words.shortTime(lock.expires_at) })}
      </span>
      <span id={lockNoteId(part)} className="sr-only">
        {sentence}
      </span>
    </span>
  );
}

interface KeepButtonProps extends FieldLockProps {
  /** Null while it is not kept. */
  readonly ownUntil: number | null;
}

function KeepButton({ part, name, ownUntil }: KeepButtonProps) {
  const text = useTextOf();
  const words = useLockWords();
  const { take, release } = useKeeping();
  const isOwn = ownUntil !== null;
  return (
    <button
      type="button"
      aria-pressed={isOwn}
      aria-label={text(isOwn ? 'locks.ownField' : 'locks.keepField', { field: name })}
      title={isOwn ? text('locks.releaseHint', { when: words.time(ownUntil) }) : text('locks.keepField', { field: name })}
      // The caret stays where the person writes.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => (isOwn ? release(part) : take(part))}
      className="field-lock-button"
    >
      {isOwn ? <Lock size={12} aria-hidden="true" /> : <LockOpen size={13} aria-hidden="true" />}
      {isOwn && <span>{text('locks.own')}</span>}
    </button>
  );
}
