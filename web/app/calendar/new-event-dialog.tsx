import { type FormEvent, useId, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { EventView } from '../../react/events';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { calendarPath, readCalendarAddress } from './calendar-address';
import { useCalendar } from './calendar-context';
import { eventChanges } from './event-changes';
import { newEvent } from './grid/draft';
import type { TimedEvent } from './grid/event-span';
import { TimesFields } from './times-fields';

interface NewEventDialogProps {
  readonly times: TimedEvent;
  readonly onClose: () => void;
}

/** Asks what a new event is. A title is enough; everything else can be said in its panel. */
export default function NewEventDialog({ times: first, onClose }: NewEventDialogProps) {
  const text = useTextOf();
  const id = useId();
  const { api, model, calendars, zone } = useCalendar();
  const [, navigate] = useLocation();
  const [times, setTimes] = useState(first);
  const [error, setError] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const idempotencyKey = useRef(crypto.randomUUID());
  const writable = calendars.filter(({ role }) => role === 'owner' || role === 'editor');
  const usual = writable.find(({ is_default }) => is_default) ?? writable[0];

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const opens = (event.nativeEvent as SubmitEvent).submitter?.dataset.opens !== undefined;
    const form = new FormData(event.currentTarget);
    const title = String(form.get('title')).trim();
    const calendar_id = String(form.get('calendar'));
    const location = String(form.get('location')).trim();
    const fields = {
      title,
      calendar_id,
      ...times,
      time_zone: zone,
      status: 'confirmed' as const,
      ...(location === '' ? {} : { location }),
    };
    setBusy(true);
    setError(null);
    try {
      const shown = newEvent(title, times, { calendar_id, location: location === '' ? null : location });
      const made = await model.edit<EventView>(eventChanges.addition(shown), () =>
        api.createEvent(fields, idempotencyKey.current),
      );
      onClose();
      if (opens)
        navigate(
          calendarPath({ ...readCalendarAddress(new URLSearchParams(window.location.search)), event: made.id, occurrence: null }),
        );
    } catch (reason) {
      setError(reason as Error);
      setBusy(false);
    }
  };
  return (
    <Dialog title={text('calendar.newEvent')} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <div>
          <label htmlFor={`${id}-title`} className="mb-1 block text-sm text-muted">
            {text('event.title')}
          </label>
          <input
            // The dialog gives the focus to what asks for it this way.
            ref={(field) => field?.setAttribute('autofocus', '')}
            id={`${id}-title`}
            name="title"
            required
            pattern=".*\S.*"
            maxLength={200}
            autoComplete="off"
            className="field min-h-12 text-lg"
          />
        </div>
        <TimesFields times={times} zone={zone} onChange={setTimes} />
        <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
          <div>
            <label htmlFor={`${id}-location`} className="mb-1 block text-sm text-muted">
              {text('event.location')}
            </label>
            <input id={`${id}-location`} name="location" maxLength={200} autoComplete="off" className="field" />
          </div>
          <div>
            <label htmlFor={`${id}-calendar`} className="mb-1 block text-sm text-muted">
              {text('event.calendar')}
            </label>
            <select id={`${id}-calendar`} name="calendar" defaultValue={usual?.id} className="field px-2">
              {writable.map((calendar) => (
                <option key={calendar.id} value={calendar.id}>
                  {calendar.title || text('calendar.untitledCalendar')}
                </option>
              ))}
            </select>
          </div>
        </div>
        {error && <ErrorNotice error={error} />}
        <div className="flex flex-wrap justify-end gap-3">
          {/* The first one is what Enter means. */}
          <Button type="submit" look="primary" disabled={busy} className="order-last">
            {text('trips.create')}
          </Button>
          <Button type="submit" data-opens disabled={busy}>
            {text('calendar.createAndOpen')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
