import type { TicketBearer } from '../documents/api';
import type { Identity } from '../protocol/roles';
import type { SignedWebhook } from './webhook-signed';

/** What every route finds in its Hono context. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    /** Stands in the answer, in problems and in every line logged for the request. */
    requestId: string;
    /** Set by `signedIn`, and by `signedInOrTicket` for a token. */
    identity: Identity;
    /** Set by `signedInOrTicket`. */
    bearer: Identity | TicketBearer;
    /** Set by `signedBySource`. */
    webhook: SignedWebhook;
  };
}
