import { describe, expect, it } from 'vitest';
import { calendarLimits } from '../../../src/protocol/limits';
import { askedStretch, askedWindow } from '../../../src/routes/asked-window';

const at = (text: string): number => Date.parse(text);

describe('[Ca7] the window that somebody asks for', () => {
  it.each([
    ['2026-12-01T00:00:00Z', '2026-12-01T00:00:00Z'],
    ['2026-12-01T00:00:00+09:00', '2026-12-01T00:00:00Z'],
    ['2026-11-30T23:00:00-05:30', '2026-11-30T23:00:00Z'],
  ])('from %s has days from %s', (from, days) => {
    const window = askedWindow(from, '2026-12-31T12:00:00Z');
    expect([window.moments.fromMs, window.days.fromMs]).toEqual([at(from), at(days)]);
    expect([window.moments.toMs, window.days.toMs]).toEqual([at('2026-12-31T12:00:00Z'), at('2026-12-31T12:00:00Z')]);
  });

  it.each([0, -1, calendarLimits.maxRangeMs + 1])('is refused when it is %s ms long', (lengthMs) => {
    const from = '2026-12-01T00:00:00Z';
    expect(() => askedStretch(from, new Date(at(from) + lengthMs).toISOString())).toThrow('invalid');
  });

  it.each([1, calendarLimits.maxRangeMs])('may be %s ms long', (lengthMs) => {
    const from = '2026-12-01T00:00:00Z';
    expect(askedStretch(from, new Date(at(from) + lengthMs).toISOString())).toEqual({
      fromMs: at(from),
      toMs: at(from) + lengthMs,
    });
  });
});
