import { type FormEvent, useId, useState } from 'react';
import type { CalendarSummary } from '../../react/events';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { ErrorNotice } from '../design/error-notice';
import { TitleField } from '../design/title-field';
import { useTextOf } from '../i18n/use-text-of';
import { useIdempotencyKey } from '../layout/use-idempotency-key';
import { calendarColors } from './calendar-colors';
import { useCalendar } from './calendar-context';
import { ColorChoice } from './color-choice';
import { ZoneSelect } from './zone-choice';

interface CalendarDialogProps {
  /** Null for a new one. */
  readonly calendar: CalendarSummary | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** What a calendar is called, its colour, and the zone of its new events. */
export default function CalendarDialog({ calendar, onClose, onSaved }: CalendarDialogProps) {
  const text = useTextOf();
  const id = useId();
  const { api, zone: shownZone, calendars } = useCalendar();
  const [color, setColor] = useState<string | null>(
    calendar === null ? (calendarColors[calendars.length % calendarColors.length] ?? null) : calendar.color,
  );
  const [zone, setZone] = useState(calendar?.time_zone ?? shownZone);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const { keyOf } = useIdempotencyKey();

  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const title = String(new FormData(event.currentTarget).get('title')).trim();
    setBusy(true);
    try {
      const fields = { title, color, time_zone: zone };
      if (calendar === null) await api.createCalendar(fields, keyOf(fields));
      else await api.changeCalendar(calendar.id, fields);
      onSaved();
      onClose();
    } catch (reason) {
      setError(reason as Error);
      setBusy(false);
    }
  };
  return (
    <Dialog title={text(calendar === null ? 'calendar.newCalendar' : 'calendar.edit')} onClose={onClose}>
      <form onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        <TitleField label={text('calendar.name')} value={calendar?.title} />
        <ColorChoice label={text('event.color')} value={color} onChange={setColor} />
        <div>
          <label htmlFor={`${id}-zone`} className="mb-1 block text-sm text-muted">
            {text('calendar.zoneOfNew')}
          </label>
          <ZoneSelect id={`${id}-zone`} value={zone} onChange={setZone} />
        </div>
        {error && <ErrorNotice error={error} />}
        <Button type="submit" look="primary" disabled={busy} className="self-end">
          {text(calendar === null ? 'trips.create' : 'calendar.save')}
        </Button>
      </form>
    </Dialog>
  );
}
