import { ProblemError } from '../../react';
import type { MessageId } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { Button } from './button';

const known: Readonly<Record<string, MessageId>> = {
  network: 'error.network',
  unauthenticated: 'error.unauthenticated',
  'rate-limited': 'error.rate-limited',
};

/** An error of the REST API in the words of the page, announced when it appears. */
export function ErrorNotice({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const text = useTextOf();
  const code = error instanceof ProblemError ? error.code : 'unexpected';
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-danger-soft px-4 py-2 text-danger"
    >
      <span>{text(known[code] ?? 'error.other', { code })}</span>
      {onRetry && <Button onClick={onRetry}>{text('app.retry')}</Button>}
    </div>
  );
}
