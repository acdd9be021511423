import { type FormEvent, useState } from 'react';
import { useRoute } from 'wouter';
import { devLogin, personColor, type SignInProvider, type SignInWays } from '../../react';
import { Avatar } from '../design/avatar';
import { Button } from '../design/button';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';
import { goToProvider } from './provider';
import type { SignIn } from './stored-sign-in';
import { TokenForm } from './token-form';
import { useSignInWays } from './use-sign-in-ways';

/** The people of the demo that `npm start` creates. */
const demoPeople = [
  { id: 'aoi', name: '葵' },
  { id: 'ben', name: 'Ben' },
  { id: 'chloe', name: 'Chloé' },
] as const;

/** What is said about each way to sign in; `token-only`: there is no other one here. */
const words = {
  unknown: { title: 'signIn.submit', explanation: null },
  names: { title: 'signIn.title', explanation: 'signIn.text' },
  provider: { title: 'signIn.submit', explanation: 'signIn.provider.text' },
  token: { title: 'signIn.byToken.title', explanation: 'signIn.byToken.text' },
  'token-only': { title: 'signIn.byToken.title', explanation: 'signIn.unavailable.text' },
} as const;

/** The first page: how people sign in depends on the server. */
export function SignInPage({ onSignIn }: { onSignIn: (signIn: SignIn) => void }) {
  const text = useTextOf();
  const { ways, isBack, error: unknown, retry } = useSignInWays(onSignIn);
  const [wantsToken, setWantsToken] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Error | null>(null);
  const usual = usualWay(ways);
  const way = wantsToken && usual !== 'unknown' ? 'token' : usual;
  const { title, explanation } = words[way];
  const isAsking = way === 'unknown' && unknown === null;
  const [isInvited] = useRoute('/invites/:token');
  usePageTitle(text(title));

  const attempt = async (enter: () => Promise<void>) => {
    setBusy(true);
    setFailed(null);
    try {
      await enter();
    } catch (reason) {
      setBusy(false);
      setFailed(reason as Error);
    }
  };
  const signIn = (person: { id: string; name: string }) =>
    attempt(async () => {
      const { token, user } = await devLogin(location.origin, { user_id: person.id, name: person.name });
      onSignIn({ token, user, renewedBy: 'development' });
    });

  return (
    <div className="mx-auto max-w-md px-4 py-10 sm:py-16">
      <p className="text-center text-balance text-muted">{text(isInvited ? 'signIn.invited' : 'app.tagline')}</p>
      <section
        className={`card mt-4 flex flex-col gap-5 p-6 ${isAsking && !isBack ? 'late' : ''}`}
        aria-labelledby="sign-in-title"
      >
        <div>
          <h1 id="sign-in-title" className="text-xl font-semibold">
            {text(title)}
          </h1>
          {explanation !== null && <p className="mt-1 text-muted">{text(explanation)}</p>}
        </div>
        {unknown !== null && <ErrorNotice error={unknown} message={isBack ? text('signIn.failed') : undefined} onRetry={retry} />}
        {failed !== null && <ErrorNotice error={failed} />}
        {isAsking && (
          <p role="status" className="text-muted">
            {text(isBack ? 'signIn.returning' : 'signIn.loading')}
          </p>
        )}
        {way === 'names' && <Names busy={busy} onChoose={(person) => void signIn(person)} />}
        {way === 'provider' && ways?.provider && (
          <Button
            look="primary"
            className="self-start"
            disabled={busy}
            onClick={() => void attempt(() => goToProvider(ways.provider as SignInProvider))}
          >
            {text('signIn.submit')}
          </Button>
        )}
        {(way === 'token' || way === 'token-only') && <TokenForm onSignIn={onSignIn} />}
        {(way === 'names' || way === 'provider') && (
          <OtherWay label={text('signIn.withToken')} onClick={() => setWantsToken(true)} />
        )}
        {way === 'token' && usual !== 'token-only' && (
          <OtherWay
            label={text(usual === 'names' ? 'signIn.withName' : 'signIn.withProvider')}
            onClick={() => setWantsToken(false)}
          />
        )}
      </section>
    </div>
  );
}

function usualWay(ways: SignInWays | null): 'unknown' | 'names' | 'provider' | 'token-only' {
  if (ways === null) return 'unknown';
  if (ways.development) return 'names';
  return ways.provider === null ? 'token-only' : 'provider';
}

function OtherWay({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button look="quiet" className="-mx-2 -mb-2 self-start text-sm underline underline-offset-4" onClick={onClick}>
      {label}
    </Button>
  );
}

interface NamesProps {
  readonly busy: boolean;
  readonly onChoose: (person: { id: string; name: string }) => void;
}

function Names({ busy, onChoose }: NamesProps) {
  const text = useTextOf();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name')).trim();
    // The same name is the same person the next time.
    if (name !== '') onChoose({ id: name.toLowerCase(), name });
  };
  return (
    <>
      <ul className="grid grid-cols-3 gap-3">
        {demoPeople.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              disabled={busy}
              onClick={() => onChoose(person)}
              className="flex w-full flex-col items-center gap-2 rounded-md border border-line px-2 py-4 hover:border-accent hover:bg-accent-soft disabled:opacity-60"
            >
              <Avatar name={person.name} color={personColor(person.id)} size="lg" />
              <span className="sr-only">{text('signIn.as', { name: person.name })}</span>
              <span aria-hidden="true" className="font-medium">
                {person.name}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className="flex flex-col gap-1">
        <label htmlFor="other-name" className="text-sm text-muted">
          {text('signIn.otherName')}
        </label>
        <div className="flex gap-2">
          <input
            id="other-name"
            name="name"
            dir="auto"
            required
            maxLength={100}
            autoComplete="nickname"
            className="field min-w-0"
          />
          <Button type="submit" look="primary" disabled={busy}>
            {text('signIn.submit')}
          </Button>
        </div>
      </form>
    </>
  );
}
