import { demoPeople, demoTrip } from './demo-content.mjs';
import { SetupError } from './toolchain.mjs';

/**
 * Creates the demo's people and their shared trip over REST. Idempotent: what exists already is left as people made it.
 * @param {string} url of the running server
 */
export async function seedDemo(url) {
  const [owner, ...guests] = demoPeople;
  const token = await signIn(url, owner);
  // Everybody signs in once, so that the database knows their names.
  for (const guest of guests) await signIn(url, guest);

  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/v1/trips`, {
    method: 'POST',
    headers: { ...headers, 'idempotency-key': 'demo-trip' },
    body: JSON.stringify(demoTrip),
  });
  // Not created now: it is from an earlier start, maybe changed, shared anew or deleted since. All of that is right.
  if (answer.status !== 201) return leaveAsItIs(answer);

  const { id } = /** @type {{ id: string }} */ (await answer.json());
  for (const guest of guests) {
    const member = { role: guest.role, name: guest.name };
    const put = await fetch(`${url}/v1/trips/${id}/members/${guest.id}`, {
      method: 'PUT',
      headers,
      body: JSON.stringify(member),
    });
    await expectSuccess(put, `share the demo trip with ${guest.name}`);
  }
  console.log('Created the demo trip.');
}

/** Statuses of a repeated creation: still there, deleted, made by an older version of this script. */
const repeatedStatuses = new Set([200, 404, 422]);

/** @param {Response} answer to a creation that created nothing */
async function leaveAsItIs(answer) {
  if (repeatedStatuses.has(answer.status)) await answer.body?.cancel();
  else await expectSuccess(answer, 'create the demo trip');
}

/**
 * @param {string} url
 * @param {{ id: string, name: string }} person
 * @returns {Promise<string>} their token
 */
async function signIn(url, { id, name }) {
  const answer = await fetch(`${url}/v1/auth/dev-login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user_id: id, name }),
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
