import { Lock } from 'lucide-react';
import { type LockView, personColor } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { lockNoteId } from '../locks/lock-part';
import { useLockWords } from '../locks/use-lock-words';
import { cardPart } from '../trip/trip-parts';

interface CardLockProps {
  /** The card. */
  readonly id: string;
  /** Null for this person's own. */
  readonly lock: LockView | null;
}

/** Says on a card who has it for themselves. Stands among the names of the people in it. */
export function CardLock({ id, lock }: CardLockProps) {
  const text = useTextOf();
  const words = useLockWords();
  if (lock === null) {
    return (
      <span className="card-lock card-lock-own">
        <Lock size={10} aria-hidden="true" />
        {text('locks.own')}
      </span>
    );
  }
  const { holder, expires_at } = lock;
  return (
    <span
      id={lockNoteId(cardPart(id))}
      title={text('locks.ofThis', { name: words.holder(lock), when: words.time(expires_at) })}
      className="card-lock"
      style={holder.id === '' ? undefined : { backgroundColor: personColor(holder.id) }}
    >
      <Lock size={10} aria-hidden="true" />
      {words.holder(lock)} {text('locks.until', { when: words.shortTime(expires_at) })}
    </span>
  );
}
