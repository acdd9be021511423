import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { authenticate } from '../auth/authenticate';
import type { AppEnv } from './app-env';
import { type Credential, credentialOf } from './credentials';
import { granted, Refused } from './problems';

/** Lets only requests with a valid token through, and tells the route whose it is. */
export const signedIn = createMiddleware<AppEnv>(async (c, next) => {
  const credential = demandedCredential(c);
  if (credential.kind === 'ticket') {
    throw new Refused({ code: 'unauthenticated', detail: 'A ticket is good for the connection to a document only.' });
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

function demandedCredential(c: Context<AppEnv>): Credential {
  const credential = credentialOf(c);
  if (credential === null) throw new Refused({ code: 'unauthenticated' });
  return credential;
}
