import { type FormEvent, useState } from 'react';
import { useRoute } from 'wouter';
import { devLogin, ProblemError, personColor } from '../../react';
import { Avatar } from '../design/avatar';
import { Button } from '../design/button';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';
import type { SignIn } from './stored-sign-in';
import { TokenForm } from './token-form';

/** The people of the demo that `npm start` creates. */
const demoPeople = [
  { id: 'aoi', name: '葵' },
  { id: 'ben', name: 'Ben' },
  { id: 'chloe', name: 'Chloé' },
] as const;

/** What is said about each way to sign in; `token-only`: the server does not know the other one. */
const words = {
  names: { title: 'signIn.title', explanation: 'signIn.text' },
  token: { title: 'signIn.byToken.title', explanation: 'signIn.byToken.text' },
  'token-only': { title: 'signIn.unavailable.title', explanation: 'signIn.unavailable.text' },
} as const;

/** The first page: choose who to be. A server that wants real tokens says so, and then one can be pasted. */
export function SignInPage({ onSignIn }: { onSignIn: (signIn: SignIn) => void }) {
  const text = useTextOf();
  const [way, setWay] = useState<keyof typeof words>('names');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const { title, explanation } = words[way];
  const [isInvited] = useRoute('/invites/:token');
  usePageTitle(text(title));

  const signIn = async (person: { id: string; name: string }) => {
    setBusy(true);
    setError(null);
    try {
      const { token, user } = await devLogin(location.origin, { user_id: person.id, name: person.name });
      onSignIn({ token, user, renewable: true });
    } catch (reason) {
      setBusy(false);
      if (reason instanceof ProblemError && reason.code === 'not-found') setWay('token-only');
      else setError(reason as Error);
    }
  };

  return (
    <div className="mx-auto max-w-md px-4 py-10 sm:py-16">
      <p className="text-center text-balance text-muted">{text(isInvited ? 'signIn.invited' : 'app.tagline')}</p>
      <section className="card mt-4 flex flex-col gap-5 p-6" aria-labelledby="sign-in-title">
        <div>
          <h1 id="sign-in-title" className="text-xl font-semibold">
            {text(title)}
          </h1>
          <p className="mt-1 text-muted">{text(explanation)}</p>
        </div>
        {error && <ErrorNotice error={error} />}
        {way === 'names' ? (
          <Names busy={busy} onChoose={signIn} onToken={() => setWay('token')} />
        ) : (
          <>
            <TokenForm onSignIn={onSignIn} />
            {way === 'token' && <OtherWay label={text('signIn.withName')} onClick={() => setWay('names')} />}
          </>
        )}
      </section>
    </div>
  );
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
  readonly onToken: () => void;
}

function Names({ busy, onChoose, onToken }: NamesProps) {
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
          <input id="other-name" name="name" required maxLength={100} autoComplete="nickname" className="field min-w-0" />
          <Button type="submit" look="primary" disabled={busy}>
            {text('signIn.submit')}
          </Button>
        </div>
      </form>
      <OtherWay label={text('signIn.withToken')} onClick={onToken} />
    </>
  );
}
