import { useCallback, useState } from 'react';
import { devLogin, ProblemError, renewSignIn, type TokenSource, type User } from '../../react';

const storageKey = 'triptrip.sign-in';

/** Who is signed in on this device. */
export interface SignIn {
  readonly user: User;
  readonly token: string;
  /** What makes another one when it runs out; null: nothing does. */
  readonly renewedBy: 'development' | 'provider' | null;
}

/** The sign-in of this device, kept over reloads. */
export function useSignIn(): { signIn: SignIn | null; setSignIn: (signIn: SignIn | null) => void } {
  const [signIn, setState] = useState(read);
  const setSignIn = useCallback((next: SignIn | null) => {
    if (next === null) localStorage.removeItem(storageKey);
    else write(next);
    setState(next);
  }, []);
  return { signIn, setSignIn };
}

/** Where a client gets its tokens from: the stored one, and a new one when that runs out. */
export function tokenSource(signIn: SignIn): TokenSource {
  let current = signIn.token;
  return async ({ renew }) => {
    if (renew) current = await renewed(signIn, current);
    return current;
  };
}

async function renewed({ user, renewedBy }: SignIn, former: string): Promise<string> {
  switch (renewedBy) {
    case 'development':
      return (await devLogin(location.origin, { user_id: user.id, name: user.name })).token;
    case 'provider':
      // What renews is good once, and all tabs share it: who comes second takes what the first one got.
      return navigator.locks.request('triptrip.renewal', () => renewedByProvider(user, former));
    case null:
      throw new ProblemError('unauthenticated', 401, 'the token cannot be renewed');
  }
}

async function renewedByProvider(user: User, former: string): Promise<string> {
  const stored = read();
  if (stored?.user.id === user.id && stored.token !== former) return stored.token;
  const next = await renewSignIn(location.origin);
  // Somebody else has signed in, in another tab.
  if (next.user.id !== user.id) throw new ProblemError('unauthenticated', 401, 'the token is of another person');
  if (stored !== null) write({ ...stored, token: next.token });
  return next.token;
}

function write(signIn: SignIn): void {
  localStorage.setItem(storageKey, JSON.stringify(signIn));
}

function read(): SignIn | null {
  const stored = localStorage.getItem(storageKey);
  return stored === null ? null : parse(stored);
}

function parse(stored: string): SignIn | null {
  try {
    const { user, token, renewedBy = null } = JSON.parse(stored) as Partial<SignIn>;
    const complete = typeof user?.id === 'string' && typeof user.name === 'string' && typeof token === 'string';
    return complete ? { user, token, renewedBy } : null;
  } catch {
    // Not ours, or of a version that is gone: the person signs in anew.
    return null;
  }
}
