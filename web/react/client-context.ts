import { createContext, useContext, useMemo } from 'react';
import { type ApiClient, type Client, DocumentApi, type DocumentKind } from '../sdk';

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

/**
 * The client of the surrounding `ClientProvider`, with what needs a token: the REST API.
 * @throws Error for a client that was created with tickets, which has none.
 */
export function useApiClient(): ApiClient {
  const client = useClient();
  if (!('api' in client)) throw new Error('This needs a client that was created with a token');
  return client as ApiClient;
}

/**
 * The REST API of the surrounding `ClientProvider`'s client.
 * @throws Error for a client that was created with tickets, which has none.
 */
export function useApi(): ApiClient['api'] {
  return useApiClient().api;
}

/** What a document has in the REST API: members, invitations, history, conflicts, locks. Needs a client with a token. */
export function useDocumentApi(kind: DocumentKind, id: string): DocumentApi {
  const api = useApi();
  return useMemo(() => new DocumentApi(api, kind, id), [api, kind, id]);
}
