import { describe, expect, it } from 'vitest';
import { appended, removal, renaming } from '../../../../web/app/trips/list-edits';
import { summaryOf } from './trip-summary';

const trips = ['a', 'b', 'c'].map((id) => summaryOf({ id, title: id }));
const [a, b, c] = trips as [(typeof trips)[0], (typeof trips)[0], (typeof trips)[0]];

describe('an edit of the list', () => {
  it('takes a trip out, and puts it back where it was', () => {
    const edit = removal(b, trips);
    expect(edit.apply(trips)).toEqual([a, c]);
    expect(edit.revert([a, c])).toEqual(trips);
  });

  it('puts nothing back twice, and knows a place in a list that became shorter', () => {
    const edit = removal(c, trips);
    expect(edit.revert(trips)).toEqual(trips);
    expect(edit.revert([])).toEqual([c]);
  });

  it('renames one trip, and takes only its title back', () => {
    const edit = renaming(b, 'Nara');
    expect(edit.apply(trips).map(({ title }) => title)).toEqual(['a', 'Nara', 'c']);
    const meanwhile = edit.apply(trips).map((trip) => ({ ...trip, destination: 'x' }));
    expect(edit.revert(meanwhile)).toEqual(trips.map((trip) => ({ ...trip, destination: 'x' })));
  });
});

it('a trip that moved between two pages stands in the list once', () => {
  expect(appended([a, b], [b, c])).toEqual(trips);
});
