import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import { useLocation } from 'wouter';
import { itemText, readDetails, readItems } from '../../react';
import { dateOfDay, shownDays } from '../board/days';
import type { MessageId } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { sectionPath, type TripSection } from '../trip/sections';
import { useOpenTrip } from '../trip/trip-context';
import type { Destination } from './destinations';
import { goToCard, goToDay, goToSection, whenDrawn } from './go-to';

const sections = [
  ['notes', 'notes.title'],
  ['budget', 'budget.title'],
  ['links', 'links.title'],
] as const satisfies readonly (readonly [TripSection, MessageId])[];

/** The days, parts and cards of the open trip as they are now. */
export function useDestinations(): readonly Destination[] {
  const text = useTextOf();
  const intl = useIntl();
  const [, navigate] = useLocation();
  const { doc, session } = useOpenTrip().trip;
  return useMemo(() => {
    const lead = (section: TripSection, step: () => boolean) => () => {
      if (!step()) {
        navigate(sectionPath(session.id, section));
        whenDrawn(step);
      }
    };
    const details = readDetails(doc);
    const items = readItems(doc);
    const withItems = [...new Set(items.flatMap(({ day }) => day ?? []))];
    const dayName = (day: number | null) => (day === null ? text('itinerary.unplanned') : text('itinerary.day', { day }));
    const dateName = (day: number) => {
      const date = dateOfDay(details.start_date, day);
      return date === null ? '' : intl.formatDate(date, { weekday: 'short', month: 'short', day: 'numeric', timeZone: 'UTC' });
    };
    return [
      ...shownDays(withItems, details, 0).map((day) => ({
        id: `day-${day}`,
        name: dayName(day),
        detail: dateName(day),
        go: lead('plan', () => goToDay(day)),
      })),
      ...sections.map(([section, name]) => ({
        id: section,
        name: text(name),
        detail: '',
        go: lead(section, () => goToSection(section)),
      })),
      ...items.map(({ id, day }) => ({
        id: `card-${id}`,
        name: itemText(doc, id, 'title')?.toString() || text('item.untitled'),
        detail: dayName(day),
        go: lead('plan', () => goToCard(id)),
      })),
    ];
  }, [doc, session, text, intl, navigate]);
}
