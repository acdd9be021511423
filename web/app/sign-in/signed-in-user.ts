import { createContext, use } from 'react';
import type { User } from '../../react';

const UserContext = createContext<User | null>(null);

/** Says who is signed in to the components below it. */
export const UserProvider = UserContext.Provider;

/**
 * Who is signed in.
 * @throws Error where nobody can be: a mistake in the program.
 */
export function useUser(): User {
  const user = use(UserContext);
  if (user === null) throw new Error('useUser needs a UserProvider around it');
  return user;
}
