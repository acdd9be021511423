import { describe, expect, it } from 'vitest';
import { linkOf } from '../../../../web/app/inbox/notification-link';

describe('linkOf', () => {
  it.each([
    [{}, null],
    [{ trip_id: 'a b' }, '/trips/a%20b'],
    [{ trip_id: 7 }, null],
    [{ url: '/trips/x/budget', trip_id: 'y' }, '/trips/x/budget'],
    // Only the app's own pages: another site is no place to go to without saying so.
    [{ url: 'https://other.example/' }, null],
    [{ url: '//other.example/' }, null],
    [{ url: 'javascript:alert(1)' }, null],
  ])('%j: %s', (data, expected) => {
    expect(linkOf({ data })).toBe(expected);
  });
});
