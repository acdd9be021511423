import { describe, expect, it } from 'vitest';
import { closes } from '../../../src/protocol/codes';
import { backoffMs, nextStep, reconnectTimes } from '../../../web/sdk/reconnect-policy';

const noJitter = () => 0;
const fresh = { failures: 0, canRenewToken: false };
const long = reconnectTimes.stableMs;

describe('the reconnect policy', () => {
  it.each(Object.values(closes).filter(({ code }) => code >= 4400))('C1 stops for good at $code $reason', ({ code, reason }) => {
    expect(nextStep({ code, reason, livedMs: long }, fresh, noJitter)).toEqual({ kind: 'stop', code, reason });
  });

  it.each([1000, 1001, 1006, 1011, 1012, 1013, 4000, 4399, 4500])('C1 tries again after %i', (code) => {
    expect(nextStep({ code, reason: '', livedMs: 0 }, fresh, noJitter).kind).toBe('retry');
  });

  it('comes back at once when the server closed a good connection to retry', () => {
    const step = nextStep({ ...closes.recovering, livedMs: long }, { ...fresh, failures: 3 }, noJitter);
    expect(step).toEqual({ kind: 'retry', delayMs: 0, failures: 1 });
  });

  it('does not come back at once for ever when the server closes each time', () => {
    const second = nextStep({ ...closes.recovering, livedMs: 10 }, { ...fresh, failures: 1 }, noJitter);
    expect(second).toEqual({ kind: 'retry', delayMs: 2_000, failures: 2 });
  });

  it('waits a second after a lost network', () => {
    expect(nextStep({ code: 1006, reason: '', livedMs: long }, fresh, noJitter)).toMatchObject({ delayMs: 1_000 });
  });

  it('renews a refused token once', () => {
    const loss = { ...closes.expired, livedMs: long };
    expect(nextStep(loss, { failures: 0, canRenewToken: true }, noJitter)).toEqual({ kind: 'renew' });
    expect(nextStep(loss, fresh, noJitter).kind).toBe('stop');
  });

  it('doubles from 1 s to 30 s', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map((failures) => backoffMs(failures, noJitter))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
  });

  it('spreads by 30 %', () => {
    expect(backoffMs(0, () => 0.999999)).toBe(700);
  });
});
