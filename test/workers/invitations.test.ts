import { abortAllDurableObjects } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { documentLimits as limits, restLimits } from '../../src/protocol/limits';
import { type Answer, base, type Caller, codeOf, newCaller, newTrip } from '../support/workers-caller';
import { DocumentClient, inStorage, passTime, sleep, stopClock } from '../support/workers-document';

beforeEach(() => {
  stopClock();
});

afterEach(() => {
  vi.useRealTimers();
});

interface Made {
  readonly id: string;
  readonly token: string;
}

async function invite(owner: Caller, trip: string, body: object = { role: 'editor' }): Promise<Made> {
  const answer = await owner.call('POST', `${trip}/invites`, body);
  if (answer.status !== 201) throw new Error(`inviting answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as unknown as Made;
}

const accept = (who: Caller, token: string): Promise<Answer> => who.call('POST', `/v1/invites/${token}/accept`);
const preview = (who: Caller, token: string): Promise<Answer> => who.call('GET', `/v1/invites/${token}`);

async function scene() {
  const owner = await newCaller('Aoi');
  const trip = await newTrip(owner, { title: '京都' });
  return { owner, trip, tripId: trip.slice('/v1/trips/'.length), guest: await newCaller('Ben') };
}

const daysMs = (days: number): number => days * 24 * 60 * 60 * 1000;

describe('making an invitation', () => {
  it('[N1] answers its token once, and the page to accept it on', async () => {
    const { owner, trip, tripId } = await scene();
    const { status, body } = await owner.call('POST', `${trip}/invites`, { role: 'commenter' });
    expect(status).toBe(201);
    const listed = {
      id: expect.any(String),
      role: 'commenter',
      expires_at: new Date(Date.now() + daysMs(7)).toISOString(),
      max_uses: null,
      uses: 0,
      created_by: owner.id,
      created_at: new Date(Date.now()).toISOString(),
    };
    expect(body).toEqual({
      ...listed,
      token: expect.stringMatching(new RegExp(`^${tripId}\\.[A-Za-z0-9_-]{43}$`)),
      url: `${base}/invites/${body.token}`,
    });
    expect((await owner.call('GET', `${trip}/invites`)).body).toEqual({ invites: [listed] });
    const secret = (body.token as string).split('.')[1] as string;
    const rows = await inStorage(trip, ({ sql }) => JSON.stringify(sql.exec('SELECT * FROM invites').toArray()));
    expect(rows).toContain('commenter');
    expect(rows).not.toContain(secret);
  });

  it('[N7] is refused when there are as many as there may be', async () => {
    const { owner, trip } = await scene();
    await inStorage(trip, ({ sql }) => {
      for (let index = 0; index < limits.maxOpenInvites; index++) {
        sql.exec(
          `INSERT INTO invites (id, hash, role, created_by, created_by_name, created_at, expires_at, max_uses, uses)
           VALUES (?, ?, 'viewer', 'aoi', 'Aoi', 0, ?, NULL, 0)`,
          ...[`i${index}`, `h${index}`, Date.now() + 60_000],
        );
      }
    });
    expect(codeOf(await owner.call('POST', `${trip}/invites`, { role: 'viewer' }))).toEqual([422, 'too-many-invites']);
    expect((await owner.call('DELETE', `${trip}/invites/i7`)).status).toBe(204);
    expect((await owner.call('POST', `${trip}/invites`, { role: 'viewer' })).status).toBe(201);
  });

  it('[N9] is done once by a call that is repeated with its key', async () => {
    const { owner, trip, guest } = await scene();
    const make = (role: string) => owner.call('POST', `${trip}/invites`, { role }, { 'idempotency-key': 'k' });
    const first = await make('viewer');
    const again = await make('viewer');
    expect([first.status, again.status, again.body]).toEqual([201, 200, first.body]);
    expect(codeOf(await make('editor'))).toEqual([422, 'idempotency-key-reused']);
    expect((await accept(guest, again.body.token as string)).status).toBe(200);
    const kept = await inStorage(trip, ({ sql }) => JSON.stringify(sql.exec('SELECT * FROM invite_keys').toArray()));
    expect(kept).not.toContain((first.body.token as string).split('.')[1]);
  });
});

describe('[N11] guessing', () => {
  const limit = restLimits.invitesPerPeriod;

  /** Makes so many calls at once that no two windows of the limit take them all. Answers how many were let through. */
  async function letThrough(call: (index: number) => Promise<Answer>): Promise<number> {
    const answers = await Promise.all(Array.from({ length: 2 * limit + 1 }, (_, index) => call(index)));
    const statuses = answers.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
    return statuses.filter((status) => status === 404).length;
  }

  it('is limited for one address, whoever guesses', { timeout: 30_000 }, async () => {
    const people = await Promise.all([newCaller('M1'), newCaller('M2'), newCaller('M3')]);
    const guess = (index: number) =>
      (people[index % people.length] as Caller).call('GET', '/v1/invites/guess', undefined, { 'cf-connecting-ip': '192.0.2.10' });
    expect(await letThrough(guess)).toBeGreaterThanOrEqual(limit);
  });

  it('is limited for one person, from wherever', { timeout: 30_000 }, async () => {
    const mallory = await newCaller('Mallory');
    const guess = (index: number) => {
      const address = { 'cf-connecting-ip': `2001:db8::${index}` };
      return mallory.call('POST', '/v1/invites/guess/accept', undefined, address);
    };
    expect(await letThrough(guess)).toBeGreaterThanOrEqual(limit);
  });
});

/** The trip that an invitation leads to, under the name that it had before there were other documents too. */
const ledTo = (id: string) => ({ kind: 'trip', id, trip_id: id });

describe('an invitation to an event, or to a calendar', () => {
  it.each(['event', 'calendar'])('[N10] [N4] leads to the %s, and nowhere else', async (kind) => {
    const { owner, guest } = await scene();
    const made = await owner.call('POST', `/v1/${kind}s`, { title: 'Team' });
    const path = `/v1/${kind}s/${made.body.id}`;
    const { token } = await invite(owner, path);
    expect((await preview(guest, token)).body).toMatchObject({ kind, id: made.body.id, title: 'Team', role: 'editor' });
    // The same words as those of a trip lead to a trip, and there is none.
    expect((await preview(guest, token.slice(token.indexOf('~') + 1))).status).toBe(404);
    expect((await accept(guest, token)).body).toEqual({ kind, id: made.body.id, role: 'editor' });
    expect((await guest.call('GET', path)).status).toBe(200);
  });

  it('[N10] [A13] a token for trips does not reach it', async () => {
    const { owner } = await scene();
    const made = await owner.call('POST', '/v1/events', { title: 'Dinner' });
    const { token } = await invite(owner, `/v1/events/${made.body.id}`);
    const guest = await newCaller('Ben', { scope: 'trips:write' });
    expect([(await preview(guest, token)).status, (await accept(guest, token)).status]).toEqual([403, 403]);
  });
});

describe('an invitation', () => {
  it('shows what it leads to', async () => {
    const { owner, trip, tripId, guest } = await scene();
    const { token } = await invite(owner, trip, { role: 'viewer', expires_in: 3_600 });
    const { status, body } = await preview(guest, token);
    expect(status).toBe(200);
    expect(body).toEqual({
      ...ledTo(tripId),
      title: '京都',
      role: 'viewer',
      invited_by: { name: 'Aoi' },
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    });
    expect((await guest.call('GET', trip)).status).toBe(404);
  });

  it('[N4] makes a member: the trip is in their list, and open sessions know', async () => {
    const { owner, trip, tripId, guest } = await scene();
    const client = await DocumentClient.join(owner, trip);
    const { token } = await invite(owner, trip);
    const joined = await accept(guest, token);
    expect([joined.status, joined.body]).toEqual([200, { ...ledTo(tripId), role: 'editor' }]);
    const { trips } = (await guest.call('GET', '/v1/trips')).body as { trips: { id: string; role: string }[] };
    expect(trips).toMatchObject([{ id: tripId, role: 'editor' }]);
    const isTold = () =>
      client.of('members').some(({ message }) => message.members.some(({ id, name }) => id === guest.id && name === 'Ben'));
    await client.until(isTold);
    expect((await guest.call('GET', trip)).status).toBe(200);
    expect((await owner.call('GET', `${trip}/invites`)).body).toMatchObject({ invites: [{ uses: 1 }] });
    client.close();
  });

  it('[N4] is remembered with the name of who came', async () => {
    const { owner, trip, guest } = await scene();
    await accept(guest, (await invite(owner, trip)).token);
    const other = await newTrip(owner);
    const put = await owner.call('PUT', `${other}/members/${guest.id}`, { role: 'viewer', name: 'Benny' });
    expect(put.body.name).toBe('Ben');
  });

  it('[N5] spends nothing on a member, and takes nothing from one', async () => {
    const { owner, trip, tripId, guest } = await scene();
    const { token } = await invite(owner, trip, { role: 'viewer', max_uses: 1 });
    for (let call = 0; call < 2; call++) {
      expect((await accept(owner, token)).body).toEqual({ ...ledTo(tripId), role: 'owner' });
    }
    for (let call = 0; call < 2; call++) {
      expect((await accept(guest, token)).body).toEqual({ ...ledTo(tripId), role: 'viewer' });
    }
    expect((await owner.call('GET', `${trip}/invites`)).body).toMatchObject({ invites: [{ uses: 1 }] });
  });

  it('[N5] raises a weaker member, whose open session feels it', async () => {
    const { owner, trip, guest } = await scene();
    await owner.call('PUT', `${trip}/members/${guest.id}`, { role: 'viewer' });
    const client = await DocumentClient.join(guest, trip);
    await accept(guest, (await invite(owner, trip)).token);
    await client.until(() => client.of('session').at(-1)?.message.role === 'editor');
    await client.edit((doc) => doc.getText('title').insert(0, 'Ben: '));
    expect((await owner.call('GET', trip)).body.title).toBe('Ben: 京都');
    client.close();
  });

  it('[N2] is over when it is used up, for everybody who comes later', async () => {
    const { owner, trip, guest } = await scene();
    const { token } = await invite(owner, trip, { role: 'viewer', max_uses: 1 });
    const late = await newCaller('Late');
    expect((await accept(guest, token)).status).toBe(200);
    expect(codeOf(await accept(late, token))).toEqual([410, 'invite-over']);
    expect(codeOf(await preview(late, token))).toEqual([410, 'invite-over']);
    expect((await late.call('GET', trip)).status).toBe(404);
  });

  it('[N2] of which one use is left takes one of those who come at once', async () => {
    const { owner, trip } = await scene();
    const { token } = await invite(owner, trip, { role: 'viewer', max_uses: 1 });
    const crowd = await Promise.all(Array.from({ length: 4 }, (_, index) => newCaller(`P${index}`)));
    const answers = await Promise.all(crowd.map((who) => accept(who, token)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 410, 410, 410]);
    expect((await owner.call('GET', `${trip}/members`)).body.members).toHaveLength(2);
  });

  it('[N2] is over when it has expired', async () => {
    const { owner, trip, guest } = await scene();
    const { token } = await invite(owner, trip, { role: 'viewer', expires_in: 60 });
    passTime(60_000);
    expect(codeOf(await preview(guest, token))).toEqual([410, 'invite-over']);
    expect(codeOf(await accept(guest, token))).toEqual([410, 'invite-over']);
  });

  it('[N6] is gone at once when it is revoked; who has joined stays', async () => {
    const { owner, trip, guest } = await scene();
    const { id, token } = await invite(owner, trip);
    await accept(guest, token);
    const client = await DocumentClient.join(guest, trip);
    expect((await owner.call('DELETE', `${trip}/invites/${id}`)).status).toBe(204);
    const late = await newCaller('Late');
    expect(codeOf(await accept(late, token))).toEqual([404, 'not-found']);
    expect(codeOf(await preview(late, token))).toEqual([404, 'not-found']);
    await client.edit((doc) => doc.getText('title').insert(0, 'still '));
    expect((await owner.call('GET', `${trip}/invites`)).body).toEqual({ invites: [] });
    expect(codeOf(await owner.call('DELETE', `${trip}/invites/${id}`))).toEqual([404, 'not-found']);
    client.close();
  });

  it('is kept over a sleep and a restart', async () => {
    const { owner, trip, guest } = await scene();
    const { token } = await invite(owner, trip, { role: 'viewer', max_uses: 1 });
    await sleep(trip);
    expect((await preview(guest, token)).status).toBe(200);
    await abortAllDurableObjects();
    expect((await accept(guest, token)).status).toBe(200);
    await abortAllDurableObjects();
    expect(codeOf(await accept(await newCaller('Late'), token))).toEqual([410, 'invite-over']);
  });

  it('[N8] goes with its trip', async () => {
    const { owner, trip, guest } = await scene();
    const { token } = await invite(owner, trip);
    await owner.call('DELETE', trip);
    expect(codeOf(await preview(guest, token))).toEqual([404, 'not-found']);
    expect(codeOf(await accept(guest, token))).toEqual([404, 'not-found']);
    expect(await inStorage(trip, ({ sql }) => sql.exec('SELECT count(*) AS count FROM invites').one())).toEqual({ count: 0 });
  });

  it('[N3] with another secret, or of another trip, is not found', async () => {
    const { owner, trip, tripId, guest } = await scene();
    const { token } = await invite(owner, trip);
    const other = await newTrip(owner);
    const [, secret] = token.split('.');
    for (const wrong of [`${tripId}.${'x'.repeat(43)}`, `${other.slice('/v1/trips/'.length)}.${secret}`, `${tripId}.x`]) {
      expect(codeOf(await preview(guest, wrong))).toEqual([404, 'not-found']);
      expect(codeOf(await accept(guest, wrong))).toEqual([404, 'not-found']);
    }
    expect((await guest.call('GET', trip)).status).toBe(404);
  });
});
