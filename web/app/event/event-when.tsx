import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { EventContent } from '../../react/events';
import { useCalendar } from '../calendar/calendar-context';
import { whenOf } from '../calendar/event-words';
import type { TimedEvent } from '../calendar/grid/event-span';
import { isSame } from '../calendar/grid/use-grid-dragging';
import { TimesFields } from '../calendar/times-fields';
import { ZoneSelect } from '../calendar/zone-choice';
import { useTextOf } from '../i18n/use-text-of';
import { FieldLock } from '../locks/field-lock';
import { useLockable } from '../locks/use-locks';
import { FieldFrame } from '../trip/field-frame';
import { eventParts } from './event-parts';
import { occurrenceTimes } from './occurrence-times';
import { RecurrenceChoice } from './recurrence-choice';
import { useSetTimes } from './use-set-times';

interface EventWhenProps {
  readonly content: EventContent;
  readonly occurrence: string | null;
}

/** When the event is, in its own zone, and whether it repeats. Times are written as a whole: when the fields are left. */
export function EventWhen({ content, occurrence }: EventWhenProps) {
  const text = useTextOf();
  const id = useId();
  const fields = useRef<HTMLDivElement>(null);
  const { isLocked, mayWrite } = useLockable(eventParts.when);
  const { zone: shownZone } = useCalendar();
  const { details, exceptions } = content;
  const zone = details.time_zone ?? 'UTC';
  const stored = occurrenceTimes(details, exceptions, occurrence);
  const [draft, setDraft] = useState<TimedEvent | null>(null);
  const { setTimes, setZone, dialog } = useSetTimes(content, occurrence);
  const times = draft ?? stored;
  const commit = () => {
    // What somebody chose before another person had it for themselves waits here, in sight.
    if (isLocked) return;
    setDraft(null);
    if (draft !== null && stored !== null && !isSame(draft, stored)) void setTimes(stored, draft);
  };
  const commitWhenLeft = useEffectEvent(() => {
    if (fields.current?.contains(document.activeElement) !== true) commit();
  });
  useEffect(() => {
    if (!isLocked) commitWhenLeft();
  }, [isLocked]);
  return (
    <section aria-label={text('event.when')} className="lockable flex flex-col gap-3">
      {times !== null && (
        <FieldFrame field="start_time" isLocked={isLocked}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the fields in it are what is left, and where Enter is pressed. */}
          <div
            ref={fields}
            data-draft={draft === null ? undefined : true}
            onBlur={({ relatedTarget, currentTarget }) => {
              if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) commit();
            }}
            onKeyDown={(pressed) => {
              if (pressed.key === 'Enter' && draft !== null) {
                // Else the same key answers the question that it raises.
                pressed.preventDefault();
                commit();
              }
              if (pressed.key === 'Escape' && draft !== null) {
                pressed.preventDefault();
                setDraft(null);
              }
            }}
          >
            <TimesFields
              times={times}
              zone={zone}
              disabled={!mayWrite}
              beside={<FieldLock part={eventParts.when} name={text('event.when')} />}
              onChange={setDraft}
            />
          </div>
        </FieldFrame>
      )}
      {times !== null && !times.all_day && (
        <FieldFrame field="time_zone" isLocked={isLocked}>
          <label htmlFor={`${id}-zone`} className="mb-1 block text-sm text-muted">
            {text('calendar.zone')}
          </label>
          <ZoneSelect id={`${id}-zone`} value={zone} disabled={!mayWrite} onChange={setZone} />
          {zone !== shownZone && <HereAndNow times={times} zone={shownZone} />}
        </FieldFrame>
      )}
      <RecurrenceChoice details={details} />
      {dialog}
    </section>
  );
}

/** When it is by the clocks of whoever looks at it. */
function HereAndNow({ times, zone }: { times: TimedEvent; zone: string }) {
  const text = useTextOf();
  const intl = useIntl();
  return <p className="mt-1 text-sm text-muted">{text('event.forYou', { when: whenOf(intl, times, zone) })}</p>;
}
