import { createContext, useContext } from 'react';
import type { Client } from '../sdk';

const ClientContext = createContext<Client | null>(null);

/** Gives the components below it their client. */
export const ClientProvider = ClientContext.Provider;

/**
 * The client of the surrounding `ClientProvider`.
 * @throws Error where there is none: a mistake in the program.
 */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('useClient needs a ClientProvider around it');
  return client;
}
