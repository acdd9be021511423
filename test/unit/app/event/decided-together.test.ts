import { expect, it } from 'vitest';
import { decidedTogether } from '../../../../web/app/event/decided-together';
import type { ConflictMessage } from '../../../../web/sdk';

const conflict = (conflict_id: string, path: string, winner: number, loser: number) =>
  ({ conflict_id, path, versions: { base: 1, winner, loser } }) as ConflictMessage;

const end = conflict('end', '/end_time', 3, 2);
const start = conflict('start', '/start_time', 3, 2);
const later = conflict('later', '/start_time', 5, 4);
const place = conflict('place', '/location', 3, 2);
const all = [end, later, place, start];

it.each([
  ['times that were written in one go', start, ['start', 'end']],
  ['whichever of them came first', end, ['start', 'end']],
  ['not those of another go', later, ['later']],
  ['nothing else', place, ['place']],
] as const)('are decided together: %s', (_, asked, ids) => {
  expect(decidedTogether(asked, all).map(({ conflict_id }) => conflict_id)).toEqual(ids);
});
