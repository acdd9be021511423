import { useState } from 'react';
import type { CalendarSummary } from '../../react/events';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { useCalendar } from './calendar-context';

interface RemoveCalendarDialogProps {
  readonly calendar: CalendarSummary;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

/** Asks whether a calendar is really to be deleted: its events go with it, for everybody. */
export default function RemoveCalendarDialog({ calendar, onClose, onRemoved }: RemoveCalendarDialogProps) {
  const text = useTextOf();
  const { api } = useCalendar();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const remove = async () => {
    setBusy(true);
    try {
      await api.deleteCalendar(calendar.id, { withEvents: true });
      onRemoved();
      onClose();
    } catch (reason) {
      setError(reason as Error);
      setBusy(false);
    }
  };
  const title = calendar.title || text('calendar.untitledCalendar');
  return (
    <Dialog title={text('calendar.removeTitle', { title })} onClose={onClose}>
      <p className="text-pretty">{text('calendar.removeAbout')}</p>
      {error && <ErrorNotice error={error} />}
      <div className="mt-4 flex justify-end gap-3">
        <Button onClick={onClose}>{text('series.cancel')}</Button>
        <Button look="danger" disabled={busy} onClick={() => void remove()}>
          {text('calendar.removeWithEvents')}
        </Button>
      </div>
    </Dialog>
  );
}
