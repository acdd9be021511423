import { describeError } from '../../react/errors';
import { Button } from '../design/button';
import { Notice, Notices } from '../design/notices';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import type { ShownMonths } from './calendar-model';

/** What somebody should know of what the calendar shows: that it loads, or is from before. */
export function CalendarStatus({ shown: { loading, error, events }, onRetry }: { shown: ShownMonths; onRetry: () => void }) {
  const text = useTextOf();
  const { locale } = useLocale();
  return (
    <>
      <p role="status" className="sr-only">
        {loading && text('calendar.loadingEvents')}
      </p>
      {error !== null && (
        <Notices>
          <Notice text={events.length > 0 ? text('calendar.offline') : describeError(error, locale).message}>
            <Button onClick={onRetry}>{text('app.retry')}</Button>
          </Notice>
        </Notices>
      )}
    </>
  );
}
