import { describe, expect, it } from 'vitest';
import { destinationOf, invitedTo, linkOf } from '../../../../web/app/inbox/notification-link';

describe('linkOf', () => {
  it.each([
    [{}, null],
    [{ trip_id: 'a b' }, '/trips/a%20b'],
    [{ trip_id: 7 }, null],
    [{ trip_id: '' }, null],
    // Half a surrogate pair: no address can name it.
    [{ trip_id: '\ud800' }, null],
    [{ url: '/trips/x/budget', trip_id: 'y' }, '/trips/x/budget'],
    // Only the app's own pages: another site is no place to go to without saying so.
    [{ url: 'https://other.example/' }, null],
    [{ url: '//other.example/' }, null],
    [{ url: '/\\other.example/' }, null],
    [{ url: '/\t/other.example/' }, null],
    [{ url: '/\n\\other.example/' }, null],
    [{ url: 'javascript:alert(1)' }, null],
  ])('%j: %s', (data, expected) => {
    expect(linkOf({ type: 'trip_update', data })).toBe(expected);
  });

  it.each(['trip_removed', 'trip_deleted', 'event_removed', 'calendar_removed', 'calendar_deleted'])(
    '%s leads to nothing that is closed',
    (type) => {
      expect(linkOf({ type, data: { trip_id: 'x', url: '/calendar?event=x' } })).toBe(null);
    },
  );
});

describe('invitedTo', () => {
  it.each([
    ['event_invited', { event_id: 'e1' }, 'e1'],
    ['event_invited', { event_id: '\udfff' }, null],
    ['event_invited', { event_id: '' }, null],
    ['event_invited', {}, null],
    ['event_changed', { event_id: 'e1' }, null],
  ])('%s of %j: %s', (type, data, expected) => {
    expect(invitedTo({ type, data })).toBe(expected);
  });
});

describe('destinationOf', () => {
  it.each([
    ['/trips/x?a=1#b', { page: '/trips/x?a=1#b' }],
    ['https://trips.example/trips/x', { page: '/trips/x' }],
    ['https://other.example/a', { address: 'https://other.example/a' }],
    ['http://other.example', { address: 'http://other.example/' }],
    // What a browser would take for another host is no path of the app.
    ['https://trips.example//other.example', { address: 'https://trips.example//other.example' }],
    ['/\t/other.example', null],
    ['//other.example/', null],
    ['/\\other.example/', null],
    ['trips/x', null],
    ['javascript:alert(1)', null],
    ['data:text/html,<script>', null],
    ['blob:https://trips.example/1', null],
    ['mailto:a@example.com', null],
  ])('%j: %j', (url, expected) => {
    expect(destinationOf(url, 'https://trips.example')).toEqual(expected);
  });
});
