import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { authenticate } from '../auth/authenticate';
import type { Identity } from '../protocol/roles';
import { personOfTicket } from '../protocol/secrets';
import type { AppEnv } from './app-env';
import { type Credential, credentialOf } from './credentials';
import { askInbox } from './inbox-objects';
import { granted, Refused } from './problems';

/** How the API's description says that a ticket may stand in place of a token. */
export const tokenOrTicket = [{ bearer: [] }, { query: [] }, { ticket: [] }];

/** Lets only requests with a valid token through, and tells the route whose it is. */
export const signedIn = createMiddleware<AppEnv>(async (c, next) => {
  const credential = demandedCredential(c);
  if (credential.kind === 'ticket') {
    throw new Refused({ code: 'unauthenticated', detail: 'A ticket is not good here.' });
  }
  c.set('identity', granted(await authenticate(c.env, credential.token)));
  await next();
});

/** As {@link signedIn}, but takes a ticket as well: the route hands it to the document, which knows whose it is. */
export const signedInOrTicket = createMiddleware<AppEnv>(async (c, next) => {
  const credential = demandedCredential(c);
  if (credential.kind === 'ticket') {
    c.set('bearer', { ticket: credential.ticket });
  } else {
    c.set('identity', granted(await authenticate(c.env, credential.token)));
    c.set('bearer', c.var.identity);
  }
  await next();
});

/** As {@link signedIn}, for what belongs to the caller's inbox: a ticket of that inbox stands for its token there, once (U3). */
export const signedInAtInbox = createMiddleware<AppEnv>(async (c, next) => {
  const credential = demandedCredential(c);
  if (credential.kind === 'ticket') c.set('identity', await identityOfTicket(c.env, credential.ticket));
  else c.set('identity', granted(await authenticate(c.env, credential.token)));
  await next();
});

function identityOfTicket(env: Env, ticket: string): Promise<Identity> {
  const person = personOfTicket(ticket);
  if (person === null) throw new Refused({ code: 'unauthenticated', detail: 'The ticket is not valid here.' });
  return askInbox(env, person, (inbox) => inbox.redeemTicket(ticket));
}

function demandedCredential(c: Context<AppEnv>): Credential {
  const credential = credentialOf(c);
  if (credential === null) throw new Refused({ code: 'unauthenticated' });
  return credential;
}
