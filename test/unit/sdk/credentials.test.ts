import { afterEach, describe, expect, it, vi } from 'vitest';
import { closeCodeOf, credentialSource, credentialsFor } from '../../../web/sdk/credentials';
import { ProblemError } from '../../../web/sdk/problem';
import { Tokens } from '../../../web/sdk/tokens';

afterEach(() => vi.unstubAllGlobals());

describe('credentials of a program with a token', () => {
  it('[T1] get each ticket for the document, and show the token to nobody else', async () => {
    const calls: [string, RequestInit][] = [];
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      calls.push([url, init]);
      return Response.json({ ticket: `tkt_${calls.length}`, expires_at: '2027-01-01T00:00:30Z' }, { status: 201 });
    });
    const credentials = credentialsFor(
      'https://x',
      'trips/t1',
      credentialSource({ token: ({ renew }) => (renew ? 'new' : 'old') }),
    );
    expect(await credentials.ticket({ renew: false })).toBe('tkt_1');
    expect(await credentials.ticket({ renew: true })).toBe('tkt_2');
    expect(await credentials.authorization({ renew: false })).toBe('Bearer old');
    expect(
      calls.map(([url, { method, headers, body }]) => [url, method, (headers as Record<string, string>).authorization, body]),
    ).toEqual([
      ['https://x/v1/tickets', 'POST', 'Bearer old', '{"document":"trips/t1"}'],
      ['https://x/v1/tickets', 'POST', 'Bearer new', '{"document":"trips/t1"}'],
    ]);
  });

  it('tell why there is none', async () => {
    vi.stubGlobal('fetch', async () => Response.json({ code: 'forbidden', title: 'no' }, { status: 403 }));
    const credentials = credentialsFor('https://x', 'trips/t1', credentialSource({ token: 'secret' }));
    const error = await credentials.ticket({ renew: false }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'forbidden', status: 403 });
    expect(closeCodeOf(error)).toBe(4403);
  });

  it('can last longer only from a function', () => {
    expect(credentialsFor('https://x', 'trips/t1', credentialSource({ token: 'fixed' })).canRenew).toBe(false);
    expect(credentialsFor('https://x', 'trips/t1', credentialSource({ token: () => 'next' })).canRenew).toBe(true);
  });
});

describe('the token of a program', () => {
  function renewals() {
    let current = 0;
    const asked: boolean[] = [];
    const tokens = new Tokens(async ({ renew }) => {
      asked.push(renew);
      if (renew) current += 1;
      return `t${current}`;
    });
    return { tokens, renewed: () => asked.filter((renew) => renew).length };
  }

  it('is renewed once for all to whom it is refused, also for who hears of it late', async () => {
    const { tokens, renewed } = renewals();
    const shown = await tokens.read(null);
    expect(await Promise.all([tokens.read(shown), tokens.read(shown)])).toEqual(['t1', 't1']);
    expect(await tokens.read(shown)).toBe('t1');
    expect(renewed()).toBe(1);
    expect(await tokens.read('t1')).toBe('t2');
  });

  it('is renewed once for all connections', async () => {
    const { tokens, renewed } = renewals();
    const [one, other] = ['trips/t1', 'inbox'].map((document) => credentialsFor('https://x', document, { tokens }));
    for (const credentials of [one, other]) expect(await credentials?.authorization({ renew: false })).toBe('Bearer t0');
    for (const credentials of [one, other]) expect(await credentials?.authorization({ renew: true })).toBe('Bearer t1');
    expect(await one?.authorization({ renew: true, refused: 'Bearer t0' })).toBe('Bearer t1');
    expect(renewed()).toBe(1);
  });

  it('is asked for anew after its source has failed', async () => {
    let fails = true;
    const tokens = new Tokens(({ renew }) => {
      if (renew && fails) throw new Error('no network');
      return renew ? 'new' : 'old';
    });
    const shown = await tokens.read(null);
    await expect(tokens.read(shown)).rejects.toThrow('no network');
    fails = false;
    expect(await tokens.read(shown)).toBe('new');
  });
});

describe('credentials of a program that gets tickets from its own back end', () => {
  it('are the tickets, in sockets and in requests', async () => {
    const asked: unknown[] = [];
    const ticket = (document: string, request: { renew: boolean }) => `tkt_${asked.push([document, request])}`;
    const credentials = credentialsFor('https://x', 'trips/t1', { ticket });
    expect(await credentials.ticket({ renew: false })).toBe('tkt_1');
    expect(await credentials.authorization({ renew: true })).toBe('Ticket tkt_2');
    expect(asked).toEqual([
      ['trips/t1', { renew: false }],
      ['trips/t1', { renew: true }],
    ]);
  });
});

describe('a refusal over HTTP', () => {
  it.each([
    [401, 4401],
    [403, 4403],
    [404, 4404],
    [410, 4404],
    [409, null],
    [429, null],
    [500, null],
    [0, null],
  ])('with status %d is the close %s', (status, code) => {
    expect(closeCodeOf(new ProblemError('forbidden', status, 'x'))).toBe(code);
  });

  it.each([401, 403, 404, 410])('is not the %d of a proxy or a firewall in between', (status) => {
    expect(closeCodeOf(new ProblemError('unexpected', status, 'x'))).toBeNull();
  });

  it('is not just any error', () => {
    expect(closeCodeOf(new TypeError('failed to fetch'))).toBeNull();
  });
});
