import { describe, expect, it } from 'vitest';
import { tripChanges } from '../../../../../web/app/trip/history/trip-changes';
import { touchedTripFields, tripHistoryFields } from '../../../../../web/app/trip/history/trip-fields';
import type { ItineraryItem, TripView } from '../../../../../web/sdk';

const shrine: ItineraryItem = {
  id: 'shrine',
  day: 1,
  order: 'a',
  time_slot: null,
  type: 'attraction',
  resource_id: null,
  title: 'Fushimi Inari',
  notes: '',
  booking_status: 'pending',
  cost: null,
  currency: null,
  url: null,
};
const inn: ItineraryItem = { ...shrine, id: 'inn', order: 'b', type: 'hotel', title: 'The inn', cost: 18_000, currency: 'JPY' };

const trip = {
  title: 'Kyoto',
  description: '',
  notes: [],
  start_date: null,
  end_date: null,
  destination: null,
  cover: null,
  archived: null,
  itinerary: [shrine, inn],
  budget: { JPY: 50_000 },
  attachments: [{ id: 'map', url: 'https://example.com/map', title: '' }],
} as unknown as TripView;

/** What differs when some fields are others. */
const changed = (change: Partial<TripView>, fields: Parameters<typeof tripChanges>[2] = tripHistoryFields) =>
  tripChanges(trip, { ...trip, ...change }, fields).map(({ path, before, after }) => [path, before, after]);

describe('the values that a step changed in a trip', () => {
  it('are none where nothing differs, and none of parts that were not touched', () => {
    expect(changed({})).toEqual([]);
    expect(changed({ title: 'Nara', destination: 'Nara' }, ['destination'])).toEqual([['/destination', null, 'Nara']]);
  });

  it.each<[string, Partial<TripView>, unknown[]]>([
    ['a text', { title: 'Nara' }, [['/title', 'Kyoto', 'Nara']]],
    [
      'both dates as one',
      { start_date: '2027-05-01', end_date: '2027-05-03' },
      [['/dates', null, { start: '2027-05-01', end: '2027-05-03' }]],
    ],
    [
      'a card that came',
      { itinerary: [inn, shrine, { ...inn, id: 'second' }] },
      [['/itinerary/@second', null, { ...inn, id: 'second' }]],
    ],
    ['a card that went', { itinerary: [inn] }, [['/itinerary/@shrine', shrine, null]]],
    [
      'what of a card is different',
      { itinerary: [{ ...shrine, title: 'Inari', type: 'free' }, inn] },
      [
        ['/itinerary/@shrine/title', 'Fushimi Inari', 'Inari'],
        ['/itinerary/@shrine/type', 'attraction', 'free'],
      ],
    ],
    [
      'the day of a card, not its place there',
      { itinerary: [inn, { ...shrine, day: 2, order: 'c' }] },
      [['/itinerary/@shrine/day', 1, 2]],
    ],
    ['its place in the day', { itinerary: [inn, { ...shrine, order: 'c' }] }, [['/itinerary/@shrine/order', 'a', 'c']]],
    [
      'a cost with its currency',
      { itinerary: [shrine, { ...inn, currency: 'EUR' }] },
      [['/itinerary/@inn/cost', { amount: 18_000, currency: 'JPY' }, { amount: 18_000, currency: 'EUR' }]],
    ],
    [
      'budgets by currency',
      { budget: { EUR: 100 } },
      [
        ['/budget/JPY', { amount: 50_000, currency: 'JPY' }, null],
        ['/budget/EUR', null, { amount: 100, currency: 'EUR' }],
      ],
    ],
    [
      'a link by its title, or its address',
      { attachments: [{ id: 'map', url: 'https://example.com/map', title: 'The map' }] },
      [['/attachments/@map', 'https://example.com/map', 'The map']],
    ],
  ])('are %s', (_, change, expected) => {
    expect(changed(change)).toEqual(expected);
  });

  it('say whose they are by the title that a card has, or had', () => {
    const { owner } = tripChanges(trip, { ...trip, itinerary: [{ ...shrine, title: '', day: 2 }, inn] }, ['itinerary'])[0] ?? {};
    expect(owner).toBe('Fushimi Inari');
  });
});

it('the parts that pointers touch are named once, in the order of the page', () => {
  expect(touchedTripFields(['/budget/JPY', '/itinerary/@a/title', '/end_date', '/start_date', '/itinerary/@b'])).toEqual([
    'dates',
    'itinerary',
    'budget',
  ]);
  expect(touchedTripFields(['/unknown'])).toEqual([]);
});
