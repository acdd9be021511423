import { useIntl } from 'react-intl';
import { type CoverScene, type ItineraryItem, sceneOfCover } from '../../../react';
import { moneyFormat } from '../../board/money';
import { statusNames, typeNames } from '../../board/type-names';
import { useDayName } from '../../board/use-day-name';
import { currencyName } from '../../budget/currencies';
import type { HistoryWords } from '../../history/history-subject';
import { useTextOf } from '../../i18n/use-text-of';
import { textOfRuns } from '../../notes/text-of-runs';
import { calendarDay } from '../../trips/times';
import type { CardValue, Sum, TripDays } from './trip-changes';
import type { TripHistoryField } from './trip-fields';

/** Values with words of people, by the last part of their path. */
const texts: ReadonlySet<string> = new Set(['title', 'destination', 'description', 'notes']);

/** The words of a trip's history: what its parts are called, and how their values are said. */
export function useTripWords(): HistoryWords<TripHistoryField> {
  const text = useTextOf();
  const intl = useIntl();
  const fieldName = (field: TripHistoryField) => text(`history.trip.${field}`);
  return {
    fieldName,
    changeName({ field, path, owner }) {
      const [, , key = '', value] = path.split('/');
      if (field === 'budget') return text('history.budgetIn', { name: currencyName(key, intl.locale) });
      if (field !== 'itinerary') return fieldName(field);
      const title = owner || text('item.untitled');
      return value === undefined
        ? title
        : text('history.cardField', { title, field: text(`history.card.${value as CardValue}`) });
    },
    valueWords: useValueWords(),
    isText: ({ path }) => texts.has(path.split('/').at(-1) ?? ''),
    alike({ path }) {
      if (path.endsWith('/order')) return text('history.order');
      return text(path === '/notes' ? 'history.look' : 'history.detail');
    },
  };
}

function useValueWords(): HistoryWords['valueWords'] {
  const text = useTextOf();
  const intl = useIntl();
  const dayName = useDayName();
  const day = (value: string | null) =>
    value === null ? '…' : intl.formatDate(calendarDay(value), { dateStyle: 'medium', timeZone: 'UTC' });
  const sum = (value: Sum | null) => {
    if (value === null) return '';
    return intl.formatNumber(value.amount, moneyFormat(value.currency));
  };
  const card = (value: ItineraryItem | null) => {
    if (value === null) return '';
    // Its title is what the change is called.
    const { time_slot, type, cost, currency } = value;
    const facts = [dayName(value.day), time_slot, type && text(typeNames[type])];
    return [...facts, sum(cost === null ? null : { amount: cost, currency })].filter(Boolean).join(text('history.separator'));
  };
  const words: Readonly<Record<string, (value: never) => string>> = {
    dates: (value: TripDays | null) => (value === null ? '' : `${day(value.start)} – ${day(value.end)}`),
    cover: (value: string | null) => coverWords(value, (scene) => text(`cover.${scene}`)),
    archived: (value: boolean | null) => text(value ? 'history.archived' : 'history.notArchived'),
    notes: textOfRuns,
    itinerary: card,
    budget: sum,
    day: dayName,
    order: () => '',
    type: (value: ItineraryItem['type']) => (value === null ? '' : text(typeNames[value])),
    booking_status: (value: ItineraryItem['booking_status']) => text(statusNames[value]),
    cost: sum,
  };
  return (path) => {
    const [, field = '', , value = field] = path.split('/');
    return (words[value] as ((value: unknown) => string) | undefined) ?? null;
  };
}

function coverWords(cover: string | null, nameOf: (scene: CoverScene) => string): string {
  if (cover === null) return '';
  const scene = sceneOfCover(cover);
  return scene === null ? cover : nameOf(scene);
}
