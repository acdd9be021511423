import { type FormEvent, useState } from 'react';
import { createClient, ProblemError } from '../../react';
import { Button } from '../design/button';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import type { SignIn } from './stored-sign-in';

/** Signs in with a token of the server's identity provider. */
export function TokenForm({ onSignIn }: { onSignIn: (signIn: SignIn) => void }) {
  const text = useTextOf();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const refused = error instanceof ProblemError && error.code === 'unauthenticated';

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const token = String(new FormData(event.currentTarget).get('token')).trim();
    setBusy(true);
    setError(null);
    try {
      const user = await createClient({ url: location.origin, token }).api.me();
      onSignIn({ token, user, renewedBy: null });
    } catch (reason) {
      setError(reason as Error);
      setBusy(false);
    }
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {error && !refused && <ErrorNotice error={error} />}
      <label htmlFor="token" className="text-sm text-muted">
        {text('signIn.token')}
      </label>
      <textarea
        id="token"
        name="token"
        required
        rows={4}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={refused}
        aria-describedby={refused ? 'token-error' : undefined}
        className="field font-mono text-sm break-all"
      />
      {refused && (
        <p id="token-error" role="alert" className="text-danger">
          {text('signIn.badToken')}
        </p>
      )}
      <Button type="submit" look="primary" disabled={busy} className="self-start">
        {text('signIn.submit')}
      </Button>
    </form>
  );
}
