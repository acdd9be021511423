import { useIntl } from 'react-intl';
import { useTextOf } from '../i18n/use-text-of';
import { relativeTime } from '../trips/times';

interface NotificationTimeProps {
  /** ISO 8601. */
  readonly at: string;
  readonly nowMs: number;
}

/** How long ago something was, with the exact time behind it. */
export function NotificationTime({ at, nowMs }: NotificationTimeProps) {
  const intl = useIntl();
  const text = useTextOf();
  const { value, unit } = relativeTime(Date.parse(at) - nowMs);
  const isNow = unit === 'minute' && value === 0;
  return (
    <time
      dateTime={at}
      title={intl.formatDate(at, { dateStyle: 'long', timeStyle: 'short' })}
      className="shrink-0 text-sm text-muted"
    >
      {isNow ? text('inbox.justNow') : intl.formatRelativeTime(value, unit, { numeric: 'auto', style: 'short' })}
    </time>
  );
}
