import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { calendarLimits, intakeLimits, restLimits } from '../protocol/limits';
import type { AppEnv } from './app-env';
import { Refused } from './problems';

interface Policy {
  readonly name: string;
  readonly limit: number;
  readonly binding: (env: Env) => RateLimit;
  readonly key: (c: Context<AppEnv>) => string;
}

/** Counts calls at the edge, and says so in every answer (RateLimit header fields for HTTP). */
function rateLimit(policy: Policy) {
  const stated = `"${policy.name}";q=${policy.limit};w=${restLimits.ratePeriodSeconds}`;
  return createMiddleware<AppEnv>(async (c, next) => {
    const { success } = await policy.binding(c.env).limit({ key: policy.key(c) });
    if (!success) {
      throw new Refused(
        { code: 'rate-limited' },
        { 'ratelimit-policy': stated, ratelimit: `"${policy.name}";r=0;t=${restLimits.ratePeriodSeconds}` },
      );
    }
    await next();
    c.header('ratelimit-policy', stated);
  });
}

/** One person's calls that change something. Comes after `signedIn`. */
export const writeLimit = rateLimit({
  name: 'writes',
  limit: restLimits.writesPerPeriod,
  binding: (env) => env.WRITE_LIMIT,
  key: (c) => c.var.identity.id,
});

/** Exchanges over HTTP. With a ticket nobody is known by name here, and the address counts; tickets are counted by person. */
export const syncLimit = rateLimit({
  name: 'writes',
  limit: restLimits.writesPerPeriod,
  binding: (env) => env.WRITE_LIMIT,
  key: (c) => ('ticket' in c.var.bearer ? addressOf(c) : c.var.bearer.id),
});

/** One person's tickets. Comes after `signedIn`. */
export const ticketLimit = rateLimit({
  name: 'tickets',
  limit: restLimits.ticketsPerPeriod,
  binding: (env) => env.TICKET_LIMIT,
  key: (c) => c.var.identity.id,
});

const invites = {
  name: 'invites',
  limit: restLimits.invitesPerPeriod,
  binding: (env: Env) => env.INVITE_LIMIT,
};

/** Looks at invitations from one address: guessing gets nowhere, whoever signs in for it. */
export const inviteAddressLimit = rateLimit({ ...invites, key: addressOf });

/** One person's looks at invitations, from wherever. Comes after `signedIn`. */
export const invitePersonLimit = rateLimit({ ...invites, key: (c) => c.var.identity.id });

const intake = {
  name: 'intake',
  limit: intakeLimits.requestsPerPeriod,
  binding: (env: Env) => env.INTAKE_LIMIT,
};

/** Webhooks from one address, before anything is known of them. */
export const webhookAddressLimit = rateLimit({ ...intake, key: addressOf });

/** Webhooks of one source. Comes after the check of their signature: nobody else can use a source's share up. */
export const webhookSourceLimit = rateLimit({ ...intake, key: (c) => `source:${c.var.webhook.source.name}` });

/** Notifications that one caller sends. Comes after `signedIn`. */
export const notificationLimit = rateLimit({ ...intake, key: (c) => `caller:${c.var.identity.id}` });

/** Feeds of calendars read from one address: guessing tokens gets nowhere. */
export const feedLimit = rateLimit({
  name: 'feeds',
  limit: calendarLimits.feedReadsPerPeriod,
  binding: (env) => env.FEED_LIMIT,
  key: addressOf,
});

/** Logins from one address. */
export const loginLimit = rateLimit({
  name: 'logins',
  limit: restLimits.loginsPerPeriod,
  binding: (env) => env.LOGIN_LIMIT,
  key: addressOf,
});

/** Where a request comes from. The colon keeps it apart from the ids of people that look like an address. */
function addressOf(c: Context<AppEnv>): string {
  return `address:${c.req.header('cf-connecting-ip') ?? 'unknown'}`;
}
