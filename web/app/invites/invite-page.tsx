import { useEffect, useState } from 'react';
import { FormattedDate } from 'react-intl';
import { Link, useLocation } from 'wouter';
import { type InvitePreview, ProblemError, useApi } from '../../react';
import { Button } from '../design/button';
import { ErrorNotice } from '../design/error-notice';
import { MessagePage } from '../design/message-page';
import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';
import { InviteSkeleton } from './invite-skeleton';

/** Asks whether somebody wants to join what they were invited to. */
export function InvitePage({ token }: { token: string }) {
  const api = useApi();
  const [invite, setInvite] = useState<InvitePreview | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [tries, setTries] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each try reads anew.
  useEffect(() => {
    let current = true;
    setError(null);
    api.readInvite(token).then(
      (read) => current && setInvite(read),
      (reason: Error) => current && setError(reason),
    );
    return () => {
      current = false;
    };
  }, [api, token, tries]);

  if (error !== null) return <NoInvite error={error} onRetry={() => setTries((count) => count + 1)} />;
  return invite === null ? <InviteSkeleton /> : <Question token={token} invite={invite} />;
}

function Question({ token, invite }: { token: string; invite: InvitePreview }) {
  const text = useTextOf();
  const api = useApi();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const title = invite.title || text('trips.untitled');
  usePageTitle(text('invite.title'));

  const join = async () => {
    setBusy(true);
    setError(null);
    try {
      navigate(pageOf(await api.acceptInvite(token)));
    } catch (reason) {
      setError(reason as Error);
      setBusy(false);
    }
  };
  if (error instanceof ProblemError && isOver(error)) return <NoInvite error={error} onRetry={join} />;

  return (
    <div className="mx-auto max-w-md px-4 py-10 sm:py-16">
      <section className="card flex flex-col gap-4 p-6 text-center" aria-labelledby="invite-title">
        <p className="text-muted">{text('invite.from', { name: invite.invited_by.name })}</p>
        <h1 id="invite-title" dir="auto" className="text-2xl font-semibold text-balance [overflow-wrap:anywhere]">
          {title}
        </h1>
        <p className="text-pretty">{text(`invite.as.${invite.role}`, { kind: invite.kind })}</p>
        {error && <ErrorNotice error={error} />}
        <div className="mt-2 flex flex-col gap-2">
          <Button look="primary" disabled={busy} onClick={join}>
            {text('invite.join', { kind: invite.kind })}
          </Button>
          <Link
            href="/"
            className="inline-flex min-h-10 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
          >
            {text('invite.notNow')}
          </Link>
        </div>
        <p className="text-balance text-sm text-muted">
          {text('invite.until')} <FormattedDate value={invite.expires_at} dateStyle="medium" timeStyle="short" />
        </p>
      </section>
    </div>
  );
}

/** Where somebody who has joined finds it. */
function pageOf({ kind, id }: Pick<InvitePreview, 'kind' | 'id'>): string {
  if (kind === 'trip') return `/trips/${id}`;
  return kind === 'event' ? `/calendar?event=${id}` : '/calendar';
}

/** Whether no try can succeed any more. */
function isOver({ code }: ProblemError): boolean {
  return code === 'not-found' || code === 'invite-over' || code === 'invalid';
}

function NoInvite({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const text = useTextOf();
  const over = error instanceof ProblemError && isOver(error);
  const kind = over ? (error.code === 'invite-over' ? 'over' : 'unknown') : null;
  usePageTitle(text(kind === null ? 'invite.title' : `invite.${kind}.title`));
  if (kind === null) {
    return (
      <div className="mx-auto max-w-md px-4 py-10 sm:py-16">
        <h1 className="sr-only">{text('invite.title')}</h1>
        <ErrorNotice error={error} onRetry={onRetry} />
      </div>
    );
  }
  return (
    <MessagePage title={text(`invite.${kind}.title`)} text={text(`invite.${kind}.text`)}>
      <Link href="/" className="inline-flex min-h-10 items-center font-medium text-accent underline underline-offset-4">
        {text('app.backToTrips')}
      </Link>
    </MessagePage>
  );
}
