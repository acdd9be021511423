import { createMiddleware } from 'hono/factory';
import { type AccountAction, allowsAccount } from '../auth/policy';
import type { AppEnv } from './app-env';
import { Refused } from './problems';

/** Lets only those through who may do this. Comes after `signedIn`. */
export function permitted(action: AccountAction) {
  return createMiddleware<AppEnv>(async (c, next) => {
    if (!allowsAccount(c.var.identity, action)) throw new Refused({ code: 'forbidden' });
    await next();
  });
}
