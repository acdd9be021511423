import { describe, expect, it } from 'vitest';
import {
  type Dispatch,
  derivedId,
  jobIdOf,
  type NotificationDraft,
  notificationFor,
  withSourceType,
} from '../../../../src/inbox/intake/draft';

const draft: NotificationDraft = {
  type: 'price_drop',
  data: {},
  image: null,
  actions: [],
  expiresAtMs: null,
  sendAtMs: null,
  dedupeKey: 'flight-7',
  digestKey: null,
};
const dispatch: Dispatch = { draft, source: 'fares', caller: null, eventKey: 'evt_1', createdAtMs: 5 };

describe('[Q6] notifications of an event', () => {
  it('one event makes one notification for each person, whenever it is made', () => {
    const once = notificationFor('aoi', dispatch);
    expect(notificationFor('aoi', { ...dispatch, createdAtMs: 9 }).id).toBe(once.id);
    expect(once.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const others = [
      notificationFor('ben', dispatch),
      notificationFor('aoi', { ...dispatch, eventKey: 'evt_2' }),
      notificationFor('aoi', { ...dispatch, source: 'hotels' }),
    ];
    expect(new Set([once, ...others].map(({ id }) => id)).size).toBe(4);
  });

  it('parts of an id do not run into one another', () => {
    expect(derivedId('a', 'b,c')).not.toBe(derivedId('a,b', 'c'));
    expect(derivedId('a', '["b"]')).not.toBe(derivedId('a', 'b'));
  });

  it('[Q14] keys of one sender mean nothing to another one, whatever they are called', () => {
    const keyed = { ...draft, digestKey: 'flight-7' };
    const senders: readonly Pick<Dispatch, 'source' | 'caller'>[] = [
      { source: 'fares', caller: null },
      { source: 'hotels', caller: null },
      { source: 'api', caller: null },
      { source: 'api', caller: 'fares' },
      { source: 'api', caller: 'hotels' },
      { source: 'api', caller: 'fares","flight-7' },
    ];
    const made = senders.map((sender) => notificationFor('aoi', { ...dispatch, ...sender, draft: keyed }));
    for (const name of ['id', 'dedupeKey', 'digestKey'] as const) {
      expect(new Set(made.map((notification) => notification[name])).size, name).toBe(senders.length);
    }
    const jobs = senders.map((sender) => jobIdOf({ ...dispatch, ...sender }));
    expect(new Set(jobs).size).toBe(senders.length);
    expect(notificationFor('aoi', dispatch)).toMatchObject({ digestKey: null, source: 'fares' });
  });
});

describe('[Q1] declared types', () => {
  const types = { price_drop: { category: 'booking', priority: 'high', channels: ['email'] } } as const;

  it('fill in what the event does not say', () => {
    expect(withSourceType(draft, types)).toMatchObject({ category: 'booking', priority: 'high', channels: ['email'] });
    expect(withSourceType({ ...draft, priority: 'low' }, types)).toMatchObject({ category: 'booking', priority: 'low' });
  });

  it('of other types, or of names that objects have anyway, change nothing', () => {
    expect(withSourceType({ ...draft, type: 'other' }, types)).toEqual({ ...draft, type: 'other' });
    expect(withSourceType({ ...draft, type: 'constructor' }, types)).toEqual({ ...draft, type: 'constructor' });
  });
});
