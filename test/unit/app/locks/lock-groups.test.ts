import { expect, it } from 'vitest';
import { eventPlaceName } from '../../../../web/app/event/event-parts';
import { lockGroups } from '../../../../web/app/locks/lock-groups';
import type { LockView } from '../../../../web/sdk';

const lockOf = (id: string, path: string, holder: string): LockView => ({
  id,
  path,
  holder: { id: holder, name: holder },
  expires_at: 1,
});

it('locks of one person are listed by the parts that people speak of', () => {
  const locks = [
    lockOf('1', '/start_time', 'ben'),
    lockOf('2', '/end_time', 'ben'),
    lockOf('3', '/time_zone', 'chloe'),
    lockOf('4', '', 'dan'),
    lockOf('5', '/extensions/shop', 'ben'),
    lockOf('6', '/attendees/@aoi', 'ben'),
  ];
  expect(lockGroups(locks, eventPlaceName).map(({ name, locks: ofGroup }) => [name, ...ofGroup.map(({ id }) => id)])).toEqual([
    ['event.when', '1', '2'],
    ['event.when', '3'],
    ['', '4'],
    ['event.field.other', '5'],
    ['event.attendees', '6'],
  ]);
});
