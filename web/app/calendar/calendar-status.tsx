import { describeError } from '../../react/errors';
import { Button } from '../design/button';
import { Notice, Notices } from '../design/notices';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import type { ShownMonths } from './calendar-model';
import type { ShownEdits } from './edits/held-edit';

interface CalendarStatusProps {
  readonly shown: ShownMonths;
  readonly edits: ShownEdits;
  readonly onRetry: () => void;
}

/** What somebody should know of what the calendar shows: that it loads, is from before, or has what is not saved yet. */
export function CalendarStatus({ shown: { loading, error, events }, edits, onRetry }: CalendarStatusProps) {
  const text = useTextOf();
  const { locale } = useLocale();
  const waiting = edits.isWaiting ? edits.edits.length : 0;
  const unsaved = text(edits.isKept ? 'calendar.unsaved' : 'calendar.unsavedHere', { count: waiting });
  const offline = error !== null && (events.length > 0 ? text('calendar.offline') : describeError(error, locale).message);
  return (
    <>
      <p role="status" className="sr-only">
        {loading && text('calendar.loadingEvents')}
        {waiting > 0 && unsaved}
      </p>
      {(offline !== false || waiting > 0) && (
        <Notices>
          <Notice {...(waiting > 0 ? { title: unsaved } : {})} text={offline || text('calendar.unsavedLater')}>
            <Button onClick={onRetry}>{text('app.retry')}</Button>
          </Notice>
        </Notices>
      )}
    </>
  );
}
