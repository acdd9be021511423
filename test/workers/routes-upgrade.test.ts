import { env } from 'cloudflare:workers';
import { generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { upgradeHeader } from '../../src/documents/api';
import { createApp } from '../../src/routes/app';
import { base, newCaller, newTrip, tokenFor } from '../support/workers-caller';
import { TestSocket } from '../support/workers-socket';

/** What becomes of an upgrade: the session, or the close. */
async function upgrade(path: string, query: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) {
  const socket = await TestSocket.open(path, { sdk: '1', ...query }, headers);
  const outcome = await Promise.race([
    socket.closed,
    socket.next('session').then(
      (frame) => frame.message,
      () => socket.closed,
    ),
  ]);
  socket.close();
  return outcome;
}

describe('the upgrade', () => {
  it.each(['token', 'auth'])('[A1] with a token in ?%s=', async (name) => {
    const aoi = await newCaller('Aoi');
    const trip = await newTrip(aoi);
    expect(await upgrade(trip, { [name]: aoi.token })).toMatchObject({ person: { id: aoi.id, name: 'Aoi' }, role: 'owner' });
  });

  it('[A1] with a token in the header', async () => {
    const aoi = await newCaller('Aoi');
    const trip = await newTrip(aoi);
    expect(await upgrade(trip, {}, { authorization: `Bearer ${aoi.token}` })).toMatchObject({ person: { id: aoi.id } });
  });

  it('people with any name', async () => {
    const aoi = await newCaller('葵', { name: '葵 "🍁"\u2028' });
    const trip = await newTrip(aoi);
    expect(await upgrade(trip, { token: aoi.token })).toMatchObject({ person: { name: '葵 "🍁"' } });
  });

  it.each([
    ['that is none', async () => 'garbage', [4401, 'no valid token']],
    ['that is empty', async () => '', [4401, 'no valid token']],
    ['that has expired', () => tokenFor({ sub: 'aoi', exp: 1 }), [4401, 'token expired']],
    ['of somebody who is no member', () => tokenFor({ sub: 'stranger' }), [4403, 'not a member']],
    ['that may not read', () => tokenFor({ sub: 'stranger', role: 'admin', scope: 'openid' }), [4403, 'not a member']],
  ])('[A3] with a token %s is accepted, then closed', async (_, make, close) => {
    const trip = await newTrip(await newCaller('Aoi'));
    expect(await upgrade(trip, { token: await make() })).toEqual(close);
  });

  it.each(['x', '__proto__', '0198a000-0000-4000-8000-000000000000', '0198a000-0000-7000-8000-000000000000'])(
    '[C2] to a trip that is not there: %s',
    async (id) => {
      const { token } = await newCaller('Aoi');
      expect(await upgrade(`/v1/trips/${id}`, { token })).toEqual([4404, 'no such document']);
    },
  );

  it.each(['https://evil.example', 'http://trips.example', 'null'])('[C2] from a page of %s', async (origin) => {
    const aoi = await newCaller('Aoi');
    const trip = await newTrip(aoi);
    expect(await upgrade(trip, { token: aoi.token }, { origin })).toEqual([4403, 'origin not allowed']);
  });

  it('from a page of its own', async () => {
    const aoi = await newCaller('Aoi');
    const trip = await newTrip(aoi);
    expect(await upgrade(trip, { token: aoi.token }, { origin: base })).toMatchObject({ person: { id: aoi.id } });
  });

  it('takes nobody’s word for who they are', async () => {
    const aoi = await newCaller('Aoi');
    const trip = await newTrip(aoi);
    const { token } = await newCaller('Mallory');
    const identity = { id: aoi.id, name: 'Aoi', avatar: null, role: 'admin', scopes: null, expiresAtMs: null };
    const forged = JSON.stringify({ identity, sdk: true, invisible: false });
    expect(await upgrade(trip, { token }, { [upgradeHeader]: forged })).toEqual([4403, 'not a member']);
  });

  it('elsewhere is no upgrade', async () => {
    await expect(upgrade('/v1/trips', {})).rejects.toThrow('401');
    await expect(upgrade('/v1/nothing', {})).rejects.toThrow('404');
  });
});

describe('an upgrade that cannot be decided now is told to come back', () => {
  const path = '/v1/trips/0198a000-0000-7000-8000-000000000000';

  /** The close of an upgrade of a Worker in other surroundings. */
  async function closeIn(token: string, changes: object): Promise<unknown> {
    const init = { headers: { upgrade: 'websocket' } };
    const { webSocket } = await createApp().request(`${base}${path}?token=${token}`, init, { ...env, ...changes });
    if (!webSocket) throw new Error('no upgrade');
    const closed = new Promise((resolve) => {
      webSocket.addEventListener('close', ({ code, reason }) => resolve([code, reason]));
    });
    webSocket.accept();
    return closed;
  }

  async function providerToken(): Promise<string> {
    const { privateKey } = await generateKeyPair('ES256');
    return new SignJWT({ sub: 'aoi' }).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
  }

  const provider = {
    ENVIRONMENT: 'production',
    JWT_ISSUER: 'https://id.invalid/',
    JWT_AUDIENCE: 'triptrip',
    JWT_JWKS_URL: 'https://id.invalid/jwks.json',
    JWT_ALGORITHMS: 'ES256',
  };
  beforeEach(() => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  });

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  const lostObject = { getByName: () => ({ fetch: () => Promise.reject(new Error('reset')) }) };

  it.each([
    ['the object cannot be reached', () => tokenFor({ sub: 'aoi' }), { TRIPS: lostObject }],
    ['the configuration is incomplete', providerToken, { ...provider, JWT_ISSUER: '' }],
    ['the identity provider does not answer', providerToken, provider],
  ])('%s', async (_, make, changes) => {
    expect(await closeIn(await make(), changes)).toEqual([1013, 'recovering, try again']);
  });
});
