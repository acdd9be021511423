import { Link } from 'wouter';
import { Button } from '../design/button';
import { MessagePage } from '../design/message-page';
import type { MessageId } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';

/** What is said about each close that is for good. */
const texts: Readonly<Record<number, { title: MessageId; text: MessageId }>> = {
  4401: { title: 'closed.4401.title', text: 'closed.4401.text' },
  4403: { title: 'closed.4403.title', text: 'closed.4403.text' },
  4404: { title: 'closed.4404.title', text: 'closed.4404.text' },
  4409: { title: 'closed.4409.title', text: 'closed.4409.text' },
};

/** The words for a close code. */
export function closedTexts(code: number): { title: MessageId; text: MessageId } {
  return texts[code] ?? { title: 'closed.other.title', text: 'closed.other.text' };
}

/** Whether nothing of the trip may be shown any more: it is gone, or not for this person. */
export function isClosedPage(code: number): boolean {
  return code === 4403 || code === 4404;
}

interface ClosedPageProps {
  readonly code: number;
  readonly reason: string;
  readonly onSignOut: () => void;
  readonly onReconnect: () => void;
}

/** Stands in place of a trip that cannot be shown. */
export function ClosedPage({ code, reason, onSignOut, onReconnect }: ClosedPageProps) {
  const text = useTextOf();
  const { title, text: detail } = closedTexts(code);
  usePageTitle(text(title));
  return (
    <div role="alert">
      <MessagePage title={text(title)} text={text(detail, { reason })}>
        {code === 4401 ? (
          <Button look="primary" onClick={onSignOut}>
            {text('closed.4401.action')}
          </Button>
        ) : (
          !isClosedPage(code) && (
            <Button look="primary" onClick={onReconnect}>
              {text('closed.reconnect')}
            </Button>
          )
        )}
        <Link href="/" className="inline-flex min-h-10 items-center font-medium text-accent underline underline-offset-4">
          {text('app.backToTrips')}
        </Link>
      </MessagePage>
    </div>
  );
}
