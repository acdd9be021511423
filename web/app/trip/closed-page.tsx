import { Link } from 'wouter';
import type { DenialReason, DocumentStatus } from '../../react';
import { describeError } from '../../react/errors';
import { Button } from '../design/button';
import { MessagePage } from '../design/message-page';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';
import { useSignOut } from '../sign-in/sign-out';

/** A connection that the server ended for good. */
export type Denied = Extract<DocumentStatus, { name: 'denied' }>;

/** Whether nothing of the trip may be shown any more: it is gone, or not for this person. */
export function isClosedPage(reason: DenialReason): boolean {
  return reason === 'forbidden' || reason === 'not-found';
}

/** Stands in place of a trip that cannot be shown. */
export function ClosedPage({ status, onReconnect }: { status: Denied; onReconnect: () => void }) {
  const text = useTextOf();
  const { locale } = useLocale();
  const title = text(`closed.${status.reason}`);
  usePageTitle(title);
  return (
    <div role="alert">
      <MessagePage title={title} text={describeError(status, locale)?.message ?? ''}>
        {!isClosedPage(status.reason) && <WayBack status={status} onReconnect={onReconnect} look="primary" />}
        <Link href="/" className="inline-flex min-h-10 items-center font-medium text-accent underline underline-offset-4">
          {text('app.backToTrips')}
        </Link>
      </MessagePage>
    </div>
  );
}

interface WayBackProps {
  readonly status: Denied;
  readonly onReconnect: () => void;
  readonly look?: 'primary';
}

/** What somebody can do about a connection that was ended: sign in again, or connect again. */
export function WayBack({ status, onReconnect, ...look }: WayBackProps) {
  const text = useTextOf();
  const { signInAgain } = useSignOut();
  return status.reason === 'unauthenticated' ? (
    <Button {...look} onClick={signInAgain}>
      {text('closed.signInAgain')}
    </Button>
  ) : (
    <Button {...look} onClick={onReconnect}>
      {text('closed.reconnect')}
    </Button>
  );
}
