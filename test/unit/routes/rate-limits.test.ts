import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { restLimits } from '../../../src/protocol/limits';
import { authorization, fakeWorker, tripId } from '../../support/workers-fake-env';

const json = { 'content-type': 'application/json' };

describe('rate limits', () => {
  it('one person has one count of writes, others have theirs', async () => {
    const keys: string[] = [];
    const worker = fakeWorker({
      admits: (key) => {
        keys.push(key);
        return key !== 'aoi';
      },
    });
    const refused = await worker.fetch(`/v1/trips/${tripId}`, { method: 'DELETE', headers: { authorization } });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(refused.headers.get('ratelimit')).toBe('"writes";r=0;t=60');
    expect(refused.headers.get('ratelimit-policy')).toBe(`"writes";q=${restLimits.writesPerPeriod};w=60`);
    expect(await refused.json()).toMatchObject({ code: 'rate-limited' });
    expect(worker.touched).toEqual([]);
    await worker.fetch('/v1/trips', { headers: { authorization } });
    expect(keys).toEqual(['aoi']);
  });

  it('logins are counted by address', async () => {
    const worker = fakeWorker({ admits: (key) => key !== 'address:192.0.2.1' });
    const login = (ip: string) =>
      worker.fetch('/v1/auth/dev-login', {
        method: 'POST',
        headers: { ...json, 'cf-connecting-ip': ip },
        body: '{"name":"Ben"}',
      });
    expect((await login('192.0.2.1')).status).toBe(429);
    const admitted = await login('192.0.2.2');
    expect(admitted.status).toBe(200);
    expect(admitted.headers.get('ratelimit-policy')).toBe(`"logins";q=${restLimits.loginsPerPeriod};w=60`);
  });

  it('[N11] looks at invitations are counted by address and by person', async () => {
    const look = async (refusedKey: string | null) => {
      const keys: string[] = [];
      const worker = fakeWorker({
        admits: (key) => {
          keys.push(key);
          return key !== refusedKey;
        },
      });
      const headers = { authorization, 'cf-connecting-ip': '192.0.2.1' };
      const answers = [
        await worker.fetch('/v1/invites/nonsense', { headers }),
        await worker.fetch('/v1/invites/nonsense/accept', { method: 'POST', headers }),
      ];
      return { keys, statuses: answers.map(({ status }) => status), policy: answers[0]?.headers.get('ratelimit-policy') };
    };
    const both = ['address:192.0.2.1', 'aoi'];
    const policy = `"invites";q=${restLimits.invitesPerPeriod};w=60`;
    expect(await look(null)).toMatchObject({ keys: [...both, ...both], statuses: [404, 404] });
    expect(await look('aoi')).toEqual({ keys: [...both, ...both], statuses: [429, 429], policy });
    const address = both[0] as string;
    expect(await look(address)).toEqual({ keys: [address, address], statuses: [429, 429], policy });
  });

  it('[T1] tickets are counted by person; who syncs by ticket, by address', async () => {
    const keys: string[] = [];
    const worker = fakeWorker({
      admits: (key) => {
        keys.push(key);
        return false;
      },
    });
    const body = JSON.stringify({ document: `trips/${tripId}` });
    const issued = await worker.fetch('/v1/tickets', { method: 'POST', headers: { ...json, authorization }, body });
    expect([issued.status, issued.headers.get('ratelimit-policy')]).toEqual([
      429,
      `"tickets";q=${restLimits.ticketsPerPeriod};w=60`,
    ]);
    const headers = { authorization: `Ticket tkt_${'x'.repeat(43)}`, 'cf-connecting-ip': '192.0.2.1' };
    expect((await worker.fetch(`/v1/trips/${tripId}/sync`, { method: 'POST', headers })).status).toBe(429);
    expect(keys).toEqual(['aoi', 'address:192.0.2.1']);
    expect(worker.touched).toEqual([]);
  });

  it('wrangler.toml has the numbers that the answers state', () => {
    const toml = readFileSync('wrangler.toml', 'utf8');
    const numbers = (name: string) =>
      [
        ...toml.matchAll(
          new RegExp(`name = "${name}"\\nnamespace_id = "\\d+"\\nsimple = \\{ limit = (\\d+), period = (\\d+) \\}`, 'g'),
        ),
      ].map(([, limit, period]) => [Number(limit), Number(period)]);
    const { writesPerPeriod, loginsPerPeriod, ticketsPerPeriod, invitesPerPeriod, ratePeriodSeconds } = restLimits;
    expect(numbers('WRITE_LIMIT')).toEqual(Array(2).fill([writesPerPeriod, ratePeriodSeconds]));
    expect(numbers('LOGIN_LIMIT')).toEqual(Array(2).fill([loginsPerPeriod, ratePeriodSeconds]));
    expect(numbers('TICKET_LIMIT')).toEqual(Array(2).fill([ticketsPerPeriod, ratePeriodSeconds]));
    expect(numbers('INVITE_LIMIT')).toEqual(Array(2).fill([invitesPerPeriod, ratePeriodSeconds]));
  });
});
