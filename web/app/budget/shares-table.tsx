import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { FormattedDate } from 'react-intl';
import { Link } from 'wouter';
import { readDetails, tripRoots, useShared } from '../../react';
import { dateOfDay } from '../board/days';
import { Money } from '../board/money';
import { iconOfType, typeNames } from '../board/type-names';
import { useTextOf } from '../i18n/use-text-of';
import { sectionPath } from '../trip/sections';
import { useOpenTrip } from '../trip/trip-context';
import type { CurrencyTotals } from './totals';

interface SharesTableProps {
  readonly totals: CurrencyTotals;
  /** Of the currency. */
  readonly name: string;
  /** Whether it is unfolded at first. */
  readonly isOpen: boolean;
}

/** What is spent on each day, and on each kind of thing. */
export function SharesTable({ totals: { currency, days, types, spent }, name, isOpen }: SharesTableProps) {
  const text = useTextOf();
  return (
    <details open={isOpen} className="group -mb-1">
      <summary className="flex min-h-10 cursor-pointer items-center gap-1 text-sm font-medium text-accent">
        {text('budget.details')}
        <ChevronDown size={16} aria-hidden="true" className="group-open:rotate-180" />
      </summary>
      <table className="w-full text-sm tabular-nums">
        <caption className="sr-only">{text('budget.table', { name })}</caption>
        <Group title={text('budget.byDay')}>
          {days.map(({ of, amount }) => (
            <Row key={of} currency={currency} amount={amount} spent={spent}>
              {of === null ? text('itinerary.unplanned') : <DayLink day={of} />}
            </Row>
          ))}
        </Group>
        <Group title={text('budget.byType')}>
          {types.map((share) => (
            <Row key={share.of} currency={currency} amount={share.amount} spent={spent}>
              <TypeName share={share} />
            </Row>
          ))}
        </Group>
      </table>
    </details>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <tbody className="before:block before:h-1">
      <tr>
        <th scope="rowgroup" colSpan={3} className="pt-2 pb-1 text-left font-medium text-muted">
          {title}
        </th>
      </tr>
      {children}
    </tbody>
  );
}

interface RowProps {
  readonly amount: number;
  readonly spent: number;
  readonly currency: string | null;
  readonly children: ReactNode;
}

/** One line, with its share of the whole drawn before the amount. */
function Row({ amount, spent, currency, children }: RowProps) {
  const part = spent > 0 ? Math.min(1, Math.max(0, amount / spent)) : 0;
  return (
    <tr className="border-t border-line">
      <th scope="row" className="h-10 py-1 pr-3 text-left font-normal">
        {children}
      </th>
      <td className="w-16 py-1">
        <span aria-hidden="true" className="flex h-1.5 overflow-hidden rounded-full bg-line">
          <span className="rounded-full bg-accent" style={{ width: `${part * 100}%` }} />
        </span>
      </td>
      <td className="py-1 pl-3 text-right whitespace-nowrap">
        <Money amount={amount} currency={currency} />
      </td>
    </tr>
  );
}

/** Leads to a day of the plan. */
function DayLink({ day }: { day: number }) {
  const text = useTextOf();
  const { doc, session } = useOpenTrip().trip;
  const startDate = useShared(tripRoots.details(doc), () => readDetails(doc).start_date);
  const date = dateOfDay(startDate, day);
  return (
    <Link
      href={`${sectionPath(session.id, 'plan')}#day-${day}`}
      onClick={() => requestAnimationFrame(() => document.getElementById(`day-${day}-title`)?.focus())}
      className="inline-flex min-h-8 items-center gap-2 underline decoration-line-strong underline-offset-4 hover:decoration-ink"
    >
      {text('itinerary.day', { day })}
      {date !== null && (
        <span className="text-muted">
          <FormattedDate value={date} month="short" day="numeric" timeZone="UTC" />
        </span>
      )}
    </Link>
  );
}

function TypeName({ share: { of } }: { share: CurrencyTotals['types'][number] }) {
  const text = useTextOf();
  const Icon = iconOfType(of);
  return (
    <span className="inline-flex min-h-8 items-center gap-2">
      <Icon size={15} aria-hidden="true" className="text-muted" />
      {text(of === null ? 'budget.noType' : typeNames[of])}
    </span>
  );
}
