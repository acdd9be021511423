import { useCallback, useEffect, useState } from 'react';
import { forgetSignIn, type SignedInPerson, type SignInWays, signInWays } from '../../react';
import { comeBack, isBackFromProvider } from './provider';
import type { SignIn } from './stored-sign-in';

interface FoundWays {
  /** Null while they are not known, and while who comes back from the provider is being signed in. */
  readonly ways: SignInWays | null;
  readonly isBack: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** How people sign in here. Who comes back from the identity provider is signed in at once. */
export function useSignInWays(onSignIn: (signIn: SignIn) => void): FoundWays {
  const [ways, setWays] = useState<SignInWays | null>(null);
  const [attempt, setAttempt] = useState(() => ({ isBack: isBackFromProvider() }));
  const [error, setError] = useState<Error | null>(null);

  useEffect(() => {
    if (attempt.isBack) {
      const signIn = ({ token, user, renewable }: SignedInPerson) =>
        onSignIn({ token, user, renewedBy: renewable ? 'provider' : null });
      comeBack().then(signIn, setError);
      return;
    }
    signInWays(location.origin).then((found) => {
      setWays(found);
      // Nobody is signed in: whoever was is not to be so again by what the browser still has.
      if (found.provider !== null) forgetSignIn(location.origin).catch(() => undefined);
    }, setError);
  }, [attempt, onSignIn]);

  const retry = useCallback(() => {
    setError(null);
    setAttempt({ isBack: false });
  }, []);

  return { ways, isBack: attempt.isBack, error, retry };
}
