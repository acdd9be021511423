import { ClipboardCopy } from 'lucide-react';
import { itemText, readDetails } from '../../react';
import { dateOfDay } from '../board/days';
import { statusNames, typeNames } from '../board/type-names';
import { Button } from '../design/button';
import { useToast } from '../design/toast';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from '../trip/trip-context';
import { csvOf } from './csv';
import { useCosts } from './use-costs';

/** Copies what every card costs, for a spreadsheet. */
export function CopyCosts() {
  const text = useTextOf();
  const show = useToast();
  const { doc } = useOpenTrip().trip;
  const costs = useCosts();
  if (costs.length === 0) return null;

  const csv = () => {
    const { start_date } = readDetails(doc);
    const heads = ['budget.csv.day', 'budget.csv.date', 'budget.csv.title', 'budget.csv.type', 'budget.csv.status'] as const;
    const rows = costs.map(({ id, day, type, booking_status, cost, currency }) => [
      day,
      day === null ? null : (dateOfDay(start_date, day)?.toISOString().slice(0, 10) ?? null),
      itemText(doc, id, 'title')?.toString() ?? '',
      type === null ? '' : text(typeNames[type]),
      text(statusNames[booking_status]),
      cost,
      currency,
    ]);
    return csvOf([[...heads.map((head) => text(head)), text('budget.amount'), text('budget.csv.currency')], ...rows]);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(csv());
      show({ text: text('app.copied') });
    } catch {
      // The browser did not allow it, which only the person can change.
      show({ text: text('app.copyFailed'), tone: 'danger' });
    }
  };
  return (
    <Button look="quiet" className="-mr-2" onClick={() => void copy()}>
      <ClipboardCopy size={16} aria-hidden="true" />
      {text('budget.copyCsv')}
    </Button>
  );
}
