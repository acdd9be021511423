import { describeError } from '../../react/errors';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { Button } from './button';

interface ErrorNoticeProps {
  readonly error: Error;
  /** What there is to say of it; absent: what is said of such an error anywhere. */
  readonly message?: string | undefined;
  readonly onRetry?: () => void;
}

/** An error in the words of a traveller, announced when it appears. */
export function ErrorNotice({ error, message, onRetry }: ErrorNoticeProps) {
  const text = useTextOf();
  const { locale } = useLocale();
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-danger-soft px-4 py-2 text-danger"
    >
      <span className="min-w-0 flex-1 basis-52 text-pretty">{message ?? describeError(error, locale).message}</span>
      {onRetry && <Button onClick={onRetry}>{text('app.retry')}</Button>}
    </div>
  );
}
