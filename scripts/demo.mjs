import { demoPeople, demoSource, demoTrips } from './demo-content.mjs';
import { SetupError } from './toolchain.mjs';

/** @typedef {import('./demo-content.mjs').DemoTrip} DemoTrip */

/**
 * Creates the demo's people and their trips over REST. Idempotent: what exists already is left as people made it.
 * @param {string} url of the running server
 */
export async function seedDemo(url) {
  // Everybody signs in once, so that the database knows their names.
  /** @type {Map<string, string>} */
  const tokens = new Map();
  for (const { id, name } of demoPeople) tokens.set(id, await signIn(url, { id, name }));
  for (const trip of demoTrips) await seedTrip(url, trip, tokens.get(trip.owner) ?? '');
  await seedSource(url);
}

/**
 * Declares the demo's source of webhooks, if it is not there.
 * @param {string} url
 */
async function seedSource(url) {
  const token = await signIn(url, { id: 'demo-admin', name: 'Demo', role: 'admin' });
  const answer = await fetch(`${url}/v1/webhook-sources`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(demoSource),
  });
  // It is from an earlier start, and may have been changed since.
  if (answer.status === 409) await answer.body?.cancel();
  else await expectSuccess(answer, 'declare the source of webhooks');
}

/**
 * @param {string} url
 * @param {DemoTrip} trip
 * @param {string} token of its owner
 */
async function seedTrip(url, { key, members, fields }, token) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/v1/trips`, {
    method: 'POST',
    headers: { ...headers, 'idempotency-key': key },
    body: JSON.stringify(fields),
  });
  // Not created now: it is from an earlier start, maybe changed, shared anew or deleted since. All of that is right.
  if (answer.status !== 201) return leaveAsItIs(answer);

  const { id, title } = /** @type {{ id: string, title: string }} */ (await answer.json());
  for (const { id: guest, name } of demoPeople) {
    const role = members[guest];
    if (role === undefined) continue;
    const put = await fetch(`${url}/v1/trips/${id}/members/${guest}`, {
      method: 'PUT',
      headers,
      body: JSON.stringify({ role, name }),
    });
    await expectSuccess(put, `share a demo trip with ${name}`);
  }
  console.log(`Created the demo trip ${title}.`);
}

/** Statuses of a repeated creation: still there, deleted, made by an older version of this script. */
const repeatedStatuses = new Set([200, 404, 422]);

/** @param {Response} answer to a creation that created nothing */
async function leaveAsItIs(answer) {
  if (repeatedStatuses.has(answer.status)) await answer.body?.cancel();
  else await expectSuccess(answer, 'create a demo trip');
}

/**
 * @param {string} url
 * @param {{ id: string, name: string, role?: 'user' | 'admin' }} person
 * @returns {Promise<string>} their token
 */
async function signIn(url, { id, name, role = 'user' }) {
  const answer = await fetch(`${url}/v1/auth/dev-login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user_id: id, name, role }),
  });
  await expectSuccess(answer, `sign in as ${name}`);
  return /** @type {{ token: string }} */ (await answer.json()).token;
}

/**
 * @param {Response} answer
 * @param {string} what we wanted
 */
async function expectSuccess(answer, what) {
  if (!answer.ok) throw new SetupError(`Could not ${what}: ${answer.status} ${await answer.text()}`);
}
