import { useCallback, useState } from 'react';
import { devLogin, ProblemError, type TokenSource, type User } from '../../react';

const storageKey = 'triptrip.sign-in';

/** Who is signed in on this device. */
export interface SignIn {
  readonly user: User;
  readonly token: string;
  /** The development login made it, and can make another one. */
  readonly renewable: boolean;
}

/** The sign-in of this device, kept over reloads. */
export function useSignIn(): { signIn: SignIn | null; setSignIn: (signIn: SignIn | null) => void } {
  const [signIn, setState] = useState(read);
  const setSignIn = useCallback((next: SignIn | null) => {
    if (next === null) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, JSON.stringify(next));
    setState(next);
  }, []);
  return { signIn, setSignIn };
}

/** Where a client gets its tokens from: the stored one, and a new one by the development login when that runs out. */
export function tokenSource({ user, token, renewable }: SignIn): TokenSource {
  let current = token;
  return async ({ renew }) => {
    if (!renew) return current;
    if (!renewable) throw new ProblemError('unauthenticated', 401, 'the token cannot be renewed');
    ({ token: current } = await devLogin(location.origin, { user_id: user.id, name: user.name }));
    return current;
  };
}

function read(): SignIn | null {
  const stored = localStorage.getItem(storageKey);
  return stored === null ? null : parse(stored);
}

function parse(stored: string): SignIn | null {
  try {
    const { user, token, renewable } = JSON.parse(stored) as Partial<SignIn>;
    const complete = typeof user?.id === 'string' && typeof user.name === 'string' && typeof token === 'string';
    return complete ? { user, token, renewable: renewable === true } : null;
  } catch {
    // Not ours, or of a version that is gone: the person signs in anew.
    return null;
  }
}
