import { CalendarX2, CircleCheck, Clock, Link2, type LucideIcon, StickyNote } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type * as Y from 'yjs';
import { type BookingStatus, type Item, useShared } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { Money } from './money';
import { statusNames } from './type-names';

const statusLooks: Readonly<Record<Exclude<BookingStatus, 'pending'>, { readonly Icon: LucideIcon; readonly color: string }>> = {
  confirmed: { Icon: CircleCheck, color: 'text-ok' },
  cancelled: { Icon: CalendarX2, color: 'text-danger' },
};

/** What is known of an item, at a glance; nothing where nothing is. None of it changes while somebody types the title. */
export const CardFacts = memo(function CardFacts({ item, notes }: { item: Item; notes: Y.Text }) {
  const text = useTextOf();
  const hasNotes = useShared(notes, () => notes.length > 0);
  const { time_slot, cost, currency, booking_status, url } = item;
  if (!hasNotes && time_slot === null && cost === null && url === null && booking_status === 'pending') return null;
  return (
    <ul
      aria-label={text('item.facts')}
      className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-1.5 pb-1.5 text-sm text-muted"
    >
      {time_slot !== null && (
        <Fact icon={Clock} className="min-w-0 font-medium text-ink">
          <span className="truncate tabular-nums">{time_slot}</span>
        </Fact>
      )}
      {cost !== null && (
        <li className="tabular-nums">
          <span className="sr-only">{text('item.cost')}</span>
          <Money amount={cost} currency={currency} />
        </li>
      )}
      {booking_status !== 'pending' && (
        <Fact icon={statusLooks[booking_status].Icon} className={`font-medium ${statusLooks[booking_status].color}`}>
          {text(statusNames[booking_status])}
        </Fact>
      )}
      {url !== null && (
        <Fact icon={Link2}>
          <span className="sr-only">{text('item.hasLink')}</span>
        </Fact>
      )}
      {hasNotes && (
        <Fact icon={StickyNote}>
          <span className="sr-only">{text('item.hasNotes')}</span>
        </Fact>
      )}
    </ul>
  );
});

interface FactProps {
  readonly icon: LucideIcon;
  readonly className?: string;
  readonly children: ReactNode;
}

function Fact({ icon: Icon, className = '', children }: FactProps) {
  return (
    <li className={`inline-flex items-center gap-1 ${className}`}>
      <Icon size={14} aria-hidden="true" className="shrink-0" />
      {children}
    </li>
  );
}
