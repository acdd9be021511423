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
  return createMiddleware<AppEnv>(async (c, next) => {
    await countCall(policy, c);
    await next();
    c.header('ratelimit-policy', statementOf(policy));
  });
}

/** @throws Refused `rate-limited` when the share is used up. */
async function countCall(policy: Policy, c: Context<AppEnv>): Promise<void> {
  if (await isAdmitted(policy, c)) return;
  throw new Refused(
    { code: 'rate-limited' },
    { 'ratelimit-policy': statementOf(policy), ratelimit: `"${policy.name}";r=0;t=${restLimits.ratePeriodSeconds}` },
  );
}

async function isAdmitted({ binding, key }: Policy, c: Context<AppEnv>): Promise<boolean> {
  const { success } = await binding(c.env).limit({ key: key(c) });
  return success;
}

function statementOf({ name, limit }: Policy): string {
  return `"${name}";q=${limit};w=${restLimits.ratePeriodSeconds}`;
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

const intakeOfAddress: Policy = { ...intake, key: addressOf };

/** What one address sends, before anything is known of it. */
export const intakeAddressLimit = rateLimit(intakeOfAddress);

/**
 * Counts a webhook that nobody is known to have signed, by its address.
 * @throws Refused `rate-limited`
 */
export function countUnsigned(c: Context<AppEnv>): Promise<void> {
  return countCall(intakeOfAddress, c);
}

const intakeOfSource: Policy = { ...intake, key: (c) => `source:${c.var.webhook.source.name}` };

/** Per isolate: the sources that have used their share up, as of their last webhook. */
const exhausted = new Set<string>();

/**
 * Webhooks of one source. Comes after the check of their signature: nobody else can use a source's share up. Nobody waits
 * for the count: it is made when the webhook is where it belongs, and decides about the next one.
 */
export const webhookSourceLimit = createMiddleware<AppEnv>(async (c, next) => {
  const { name } = c.var.webhook.source;
  if (exhausted.has(name)) {
    await countCall(intakeOfSource, c);
    exhausted.delete(name);
    return next();
  }
  await next();
  c.header('ratelimit-policy', statementOf(intakeOfSource));
  if (!(await isAdmitted(intakeOfSource, c))) exhausted.add(name);
});

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
