import { demoCalendar, demoEventFields, demoEvents } from './demo-calendar.mjs';
import { demoPeople, demoSource, demoTrips } from './demo-content.mjs';
import { SetupError } from './toolchain.mjs';

/** @typedef {import('./demo-content.mjs').DemoTrip} DemoTrip */

/**
 * Creates the demo's people, their trips and their calendar over REST. Idempotent: what exists already is left as people made it.
 * @param {string} url of the running server
 */
export async function seedDemo(url) {
  // Everybody signs in once, so that the database knows their names.
  /** @type {Map<string, string>} */
  const tokens = new Map();
  for (const { id, name } of demoPeople) tokens.set(id, await signIn(url, { id, name }));
  for (const trip of demoTrips) await seedTrip(url, trip, tokens.get(trip.owner) ?? '');
  await seedCalendar(url, tokens.get(demoCalendar.owner) ?? '');
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
  const trip = await create(`${url}/v1/trips`, { key, fields, token });
  if (trip === null) return;
  await share(`${url}/v1/trips/${trip.id}`, members, token);
  console.log(`Created the demo trip ${trip.title}.`);
}

/**
 * @param {string} url
 * @param {string} token of its owner
 */
async function seedCalendar(url, token) {
  const { key, fields, members } = demoCalendar;
  const calendar = await create(`${url}/v1/calendars`, { key, fields, token });
  if (calendar === null) return;
  await share(`${url}/v1/calendars/${calendar.id}`, members, token);
  for (const [index, event] of demoEvents.entries()) {
    const about = demoEventFields(event, calendar.id, Date.now());
    await create(`${url}/v1/events`, { key: `${key}-event-${index}`, fields: about, token });
  }
  console.log(`Created the demo calendar ${calendar.title}.`);
}

/**
 * Creates a document of the demo. Null when it is from an earlier start, maybe changed, shared anew or deleted since: all of
 * that is right.
 * @param {string} address
 * @param {{ key: string, fields: object, token: string }} wanted
 */
async function create(address, { key, fields, token }) {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(fields),
  });
  if (answer.status === 201) return /** @type {{ id: string, title: string }} */ (await answer.json());
  await leaveAsItIs(answer);
  return null;
}

/**
 * @param {string} address of a document
 * @param {Readonly<Record<string, string>>} members roles by person
 * @param {string} token of its owner
 */
async function share(address, members, token) {
  for (const { id, name } of demoPeople) {
    const role = members[id];
    if (role === undefined) continue;
    const put = await fetch(`${address}/members/${id}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ role, name }),
    });
    await expectSuccess(put, `share a part of the demo with ${name}`);
  }
}

/** Statuses of a repeated creation: still there, deleted, made by an older version of this script. */
const repeatedStatuses = new Set([200, 404, 422]);

/** @param {Response} answer to a creation that created nothing */
async function leaveAsItIs(answer) {
  if (repeatedStatuses.has(answer.status)) await answer.body?.cancel();
  else await expectSuccess(answer, 'create a part of the demo');
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
