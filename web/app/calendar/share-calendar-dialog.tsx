import { useDocument } from '../../react';
import type { CalendarSummary } from '../../react/events';
import { useTextOf } from '../i18n/use-text-of';
import ShareDialog from '../share/share-dialog';

/** Who belongs to a calendar: opened live, because its members are told that way. */
export default function ShareCalendarDialog({ calendar, onClose }: { calendar: CalendarSummary; onClose: () => void }) {
  const text = useTextOf();
  const document = useDocument('calendar', calendar.id, { invisible: true });
  if (document === null) return null;
  return <ShareDialog document={document} title={calendar.title || text('calendar.untitledCalendar')} onClose={onClose} />;
}
