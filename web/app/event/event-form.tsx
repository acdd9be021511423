import { lazy, Suspense, useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { type EventContent, eventRoots, useEventContent } from '../../react/events';
import { useCalendar } from '../calendar/calendar-context';
import { useTextOf } from '../i18n/use-text-of';
import { FieldLabel } from '../locks/field-label';
import { RichTextField } from '../notes/rich-text-field';
import { FieldFrame } from '../trip/field-frame';
import { useOpenTrip } from '../trip/trip-context';
import { useSharedFocus } from '../trip/use-shared-focus';
import { Attendees } from './attendees';
import { EventConflicts } from './event-conflicts';
import { EventFacts } from './event-facts';
import { eventParts } from './event-parts';
import { EventTitle } from './event-title';
import { EventWhen } from './event-when';
import { MyResponse } from './my-response';
import { occurrenceTimes } from './occurrence-times';
import { Reminders } from './reminders';
import { Tags } from './tags';

const Links = lazy(() => import('../links/links'));

const descriptionPlace = { section: 'description', index: null, field: 'description' } as const;

/** Everything that an event says, each field live. */
export function EventForm({ occurrence }: { occurrence: string | null }) {
  const text = useTextOf();
  const root = useRef<HTMLDivElement>(null);
  const { trip: event } = useOpenTrip();
  const { doc, editable } = event;
  useSharedFocus(root, event.awareness);
  const content = useEventContent(doc);
  useReveal(content, occurrence);
  const placeholder = text(editable ? 'event.descriptionPlaceholder' : 'event.noDescription');
  const description = useMemo(
    () => ({ text: eventRoots.description(doc), place: descriptionPlace, labelId: 'event-description', placeholder }),
    [doc, placeholder],
  );
  return (
    <div ref={root} className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-4 pt-3 pb-8">
      <EventConflicts />
      <EventTitle />
      <EventWhen content={content} occurrence={occurrence} />
      <MyResponse attendees={content.attendees} />
      <EventFacts details={content.details} />
      <Attendees attendees={content.attendees} />
      <section className="lockable">
        <FieldLabel part={eventParts.description} name={text('event.description')}>
          <h3 id="event-description" className="text-muted">
            {text('event.description')}
          </h3>
        </FieldLabel>
        <FieldFrame field="description">
          <RichTextField
            content={description}
            part={eventParts.description}
            className="rich-text-small relative rounded-md border border-line-strong has-[[aria-readonly=true]]:border-line"
          />
        </FieldFrame>
      </section>
      <Suspense fallback={<div aria-hidden="true" className="skeleton h-24" />}>
        <Links part={eventParts.attachments} isField />
      </Suspense>
      <Reminders reminders={content.reminders} />
      <Tags tags={content.tags} />
    </div>
  );
}

/** Brings the calendar to the event that was opened: who comes from a notification or a link only has its address. */
function useReveal({ details, exceptions }: EventContent, occurrence: string | null): void {
  const { reveal } = useCalendar();
  const whenOpened = useEffectEvent(() => {
    const times = occurrenceTimes(details, exceptions, occurrence);
    if (times !== null) reveal(times);
  });
  useEffect(() => whenOpened(), []);
}
