import { type FormEvent, useId, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { ErrorNotice } from '../design/error-notice';
import { TitleField } from '../design/title-field';
import { useToast } from '../design/toast';
import { useTextOf } from '../i18n/use-text-of';
import { calendarPath, readCalendarAddress } from './calendar-address';
import { useCalendar } from './calendar-context';
import type { RefusedCreation } from './edits/refused-creations';
import { newEvent } from './grid/draft';
import type { TimedEvent } from './grid/event-span';
import { TimesFields } from './times-fields';

/** What was filled in of a new event, beside its times. */
export type FilledEvent = Pick<RefusedCreation['edit']['shown'], 'title' | 'location' | 'calendar_id'>;

interface NewEventDialogProps {
  readonly times: TimedEvent;
  /** What was filled in before the form was closed; null for a new form. */
  readonly filled: FilledEvent | null;
  /** The same of one that the server did not take. */
  readonly refused: RefusedCreation | null;
  readonly onClose: () => void;
}

/** Asks what a new event is. A title is enough; everything else can be said in its panel. */
export default function NewEventDialog({ times: first, filled, refused, onClose }: NewEventDialogProps) {
  const text = useTextOf();
  const id = useId();
  const { calendars, zone, create, perform, dropRefused, createAgain } = useCalendar();
  const show = useToast();
  const form = useRef<HTMLFormElement>(null);
  const [, navigate] = useLocation();
  const [times, setTimes] = useState(first);
  const writable = calendars.filter(({ role }) => role === 'owner' || role === 'editor');
  const before = refused?.edit.shown ?? filled;
  const usual =
    writable.find((calendar) => calendar.id === before?.calendar_id) ??
    writable.find(({ is_default }) => is_default) ??
    writable[0];

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const opens = (event.nativeEvent as SubmitEvent).submitter?.dataset.opens !== undefined;
    const { title, location, calendar_id } = filledIn(event.currentTarget);
    const fields = {
      title,
      calendar_id,
      ...times,
      time_zone: zone,
      status: 'confirmed' as const,
      ...(location === null ? {} : { location }),
    };
    // The key of the creation, and what the event is called until there is an answer.
    const key = crypto.randomUUID();
    const more = { id: key, calendar_id, location, isNew: true as const };
    onClose();
    if (refused !== null) dropRefused(refused.id);
    const outcome = await perform({ kind: 'create', shown: newEvent(title, times, more), fields });
    if (outcome.kind === 'refused') return createAgain(key);
    if (!opens || outcome.kind !== 'done' || outcome.event === null) return;
    const address = readCalendarAddress(new URLSearchParams(window.location.search));
    navigate(calendarPath({ ...address, event: outcome.event.id, occurrence: null }));
  };
  const discard = () => {
    const left = form.current && filledIn(form.current);
    onClose();
    // What the server did not take stays listed on the page.
    if (refused !== null || left === null || (left.title === '' && left.location === null)) return;
    show({
      text: text('calendar.discarded', { title: left.title || text('event.untitled') }),
      action: { label: text('trips.undo'), onAction: () => create(times, left) },
    });
  };
  return (
    <Dialog title={text('calendar.newEvent')} onClose={discard}>
      <form ref={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {refused !== null && <ErrorNotice error={refused.error} />}
        <TitleField label={text('event.title')} value={before?.title} isLarge />
        <TimesFields times={times} zone={zone} onChange={setTimes} />
        <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
          <div>
            <label htmlFor={`${id}-location`} className="mb-1 block text-sm text-muted">
              {text('event.location')}
            </label>
            <input
              id={`${id}-location`}
              name="location"
              dir="auto"
              defaultValue={before?.location ?? ''}
              maxLength={200}
              autoComplete="off"
              className="field"
            />
          </div>
          <div>
            <label htmlFor={`${id}-calendar`} className="mb-1 block text-sm text-muted">
              {text('event.calendar')}
            </label>
            <select id={`${id}-calendar`} name="calendar" defaultValue={usual?.id} className="field">
              {writable.map((calendar) => (
                <option key={calendar.id} value={calendar.id}>
                  {calendar.title || text('calendar.untitledCalendar')}
                </option>
              ))}
            </select>
          </div>
        </div>
        <div className="flex flex-wrap justify-end gap-3">
          {/* The first one is what Enter means. */}
          <Button type="submit" look="primary" className="order-last">
            {text('trips.create')}
          </Button>
          <Button type="submit" data-opens>
            {text('calendar.createAndOpen')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function filledIn(form: HTMLFormElement): FilledEvent {
  const data = new FormData(form);
  const [title, location] = [String(data.get('title')).trim(), String(data.get('location')).trim()];
  return { title, location: location === '' ? null : location, calendar_id: String(data.get('calendar')) };
}
