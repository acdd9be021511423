import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRule } from '../../../src/recurrence/check-rule';
import { parseRule } from '../../../src/recurrence/parse-rule';
import { writeRule } from '../../../src/recurrence/write-rule';

describe('[Rc1] a rule', () => {
  it.each([
    'FREQ=DAILY',
    'freq=weekly;byday=mo,we',
    'FREQ=MONTHLY;BYDAY=-1FR,2MO;BYSETPOS=1',
    'FREQ=YEARLY;BYWEEKNO=20,-1;BYDAY=MO;WKST=SU',
    'FREQ=YEARLY;BYYEARDAY=1,-1;INTERVAL=4',
    'FREQ=DAILY;UNTIL=20261231',
    'FREQ=DAILY;UNTIL=20261231T235959Z',
    'FREQ=DAILY;COUNT=10;BYMONTHDAY=-1',
  ])('%s is one', (value) => expect(checkRule(value)).toBeNull());

  it.each([
    ['', 'is not NAME=value'],
    ['FREQ', 'is not NAME=value'],
    ['INTERVAL=2', 'FREQ is missing'],
    ['FREQ=SOMETIMES', 'FREQ has to be one of'],
    ['FREQ=HOURLY', 'repeats at most daily'],
    ['FREQ=DAILY;BYHOUR=9', 'repeats at most daily'],
    ['FREQ=DAILY;FREQ=DAILY', 'is there twice'],
    ['FREQ=DAILY;X-EASTER=1', 'is not a part'],
    ['FREQ=DAILY;COUNT=3;UNTIL=20261231', 'COUNT and UNTIL'],
    ['FREQ=DAILY;COUNT=0', 'COUNT takes 1 to'],
    ['FREQ=DAILY;INTERVAL=-1', 'INTERVAL takes 1 to'],
    ['FREQ=DAILY;UNTIL=20260230', 'UNTIL has to be'],
    ['FREQ=DAILY;UNTIL=20261231T250000Z', 'UNTIL has to be'],
    ['FREQ=DAILY;UNTIL=20261231T090000', 'UNTIL has to be'],
    ['FREQ=DAILY;UNTIL=00000000', 'UNTIL has to be'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY takes'],
    ['FREQ=YEARLY;BYMONTH=13', 'BYMONTH takes'],
    ['FREQ=YEARLY;BYMONTH=0', 'BYMONTH takes'],
    ['FREQ=YEARLY;BYDAY=0MO', 'BYDAY'],
    ['FREQ=YEARLY;BYDAY=XX', 'not a day of the week'],
    ['FREQ=WEEKLY;BYDAY=1MO', 'needs FREQ=MONTHLY'],
    ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY cannot'],
    ['FREQ=MONTHLY;BYWEEKNO=1', 'BYWEEKNO needs'],
    ['FREQ=DAILY;BYYEARDAY=1', 'BYYEARDAY needs'],
    ['FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO', 'cannot be there with BYWEEKNO'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'BYSETPOS needs'],
    ['FREQ=DAILY;WKST=XX', 'WKST has to be'],
    [`FREQ=MONTHLY;BYMONTHDAY=${Array(800).fill(1).join(',')}`, 'more than'],
  ])('%s is none', (value, why) => expect(checkRule(value)).toContain(why));

  it('any text is a rule or a sentence about it, never an exception', () => {
    const part = fc.oneof(
      fc.constantFrom('FREQ=DAILY', 'COUNT=', 'BYDAY=MO,', 'UNTIL=2026', ';', '=', 'BYMONTH=1,2'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const said = checkRule(parts.join(';'));
        expect(said === null || said.length > 0).toBe(true);
      }),
    );
  });

  it('is written as it was read', () => {
    const value = 'FREQ=YEARLY;INTERVAL=2;BYMONTH=1,3;BYMONTHDAY=-1,5;BYDAY=MO,-2TU;BYSETPOS=1;WKST=SU;UNTIL=20300102T030405Z';
    const { rule } = parseRule(value);
    expect(rule && writeRule(rule).split(';').sort()).toEqual(value.split(';').sort());
    const days = parseRule('FREQ=DAILY;UNTIL=20261231').rule;
    expect(days && writeRule(days)).toBe('FREQ=DAILY;UNTIL=20261231');
  });
});
