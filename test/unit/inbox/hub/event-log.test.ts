import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hubLimits as limits } from '../../../../src/protocol/limits';
import { person } from '../../../support/engine-harness';
import { HubHarness, numbered, numbersOf } from './hub-harness';

const aoi = person('aoi');

function page(hub: HubHarness, query: { cursor?: string | null; sinceMs?: number | null; limit?: number } = {}) {
  const outcome = hub.engine.poll(
    aoi,
    { cursor: query.cursor ?? null, sinceMs: query.sinceMs ?? null, limit: query.limit ?? 200 },
    { deviceId: null, deviceName: null, clientVersion: null },
  );
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  const { clientId: _, rooms: __, ...of } = outcome.value;
  return of;
}

describe('the log of events', () => {
  it('[E2] numbers events from 1, and pages through them', () => {
    const hub = new HubHarness();
    const { cursor: start } = page(hub);
    hub.publish(1, 2, 3);
    const first = page(hub, { cursor: start, limit: 2 });
    expect([numbersOf(first.events), first.hasMore]).toEqual([[1, 2], true]);
    expect(first.events.map(({ cursor }) => cursor.split(':')[1])).toEqual(['1', '2']);
    const rest = page(hub, { cursor: first.cursor });
    expect([numbersOf(rest.events), rest.hasMore]).toEqual([[3], false]);
    expect(page(hub, { cursor: rest.cursor })).toEqual({ events: [], cursor: rest.cursor, hasMore: false, reset: null });
  });

  it('[E3] keeps no more than maxEvents; who lacks an event that is gone is told so', () => {
    const hub = new HubHarness();
    const { cursor: start } = page(hub);
    const epoch = start.split(':')[0];
    for (let number = 1; number <= limits.maxEvents + 5; number++) hub.publish(number);
    expect(page(hub, { cursor: `${epoch}:4` })).toMatchObject({
      events: [],
      cursor: `${epoch}:${limits.maxEvents + 5}`,
      reset: 'too-old',
    });
    expect(numbersOf(page(hub, { cursor: `${epoch}:5`, limit: 1 }).events)).toEqual([6]);
  });

  it('[E3] keeps no event longer than keepEventsMs, asked for or not; who lacks none of them is told nothing', () => {
    const hub = new HubHarness();
    const { cursor: start } = page(hub);
    hub.publish(1);
    hub.nowMs += limits.keepEventsMs + 1;
    expect(page(hub, { cursor: start }).reset).toBe('too-old');
    const { cursor: end } = page(hub);
    hub.nowMs += limits.keepEventsMs;
    expect(page(hub, { cursor: end })).toMatchObject({ events: [], reset: null });
    hub.pass(0);
    expect(hub.sql.rows('SELECT * FROM hub_events')).toEqual([]);
  });

  it.each(['', 'nonsense', 'x:1', `${'0'.repeat(32)}:0`, 'EPOCH:99', 'EPOCH:-1', 'EPOCH:1.5'])(
    '[E3] %j is a cursor of no stream',
    (text) => {
      const hub = new HubHarness();
      hub.publish(1);
      const { cursor } = page(hub);
      const shown = text.replace('EPOCH', cursor.split(':')[0] as string);
      expect(page(hub, { cursor: shown })).toEqual({ events: [], cursor, hasMore: false, reset: 'other-epoch' });
    },
  );

  it('[E4] without a cursor tells what is recent, and no more than maxRecentEvents', () => {
    const hub = new HubHarness();
    hub.publish(1);
    hub.nowMs += limits.recentMs + 1;
    const numbers = Array.from({ length: limits.maxRecentEvents + 10 }, (_, index) => index + 2);
    hub.publish(...numbers);
    const recent = page(hub);
    expect(numbersOf(recent.events)).toEqual(numbers.slice(-limits.maxRecentEvents));
    expect([recent.hasMore, recent.reset]).toEqual([false, null]);
  });

  it('[E4] tells what came after a time, or that it cannot tell all of it', () => {
    const hub = new HubHarness();
    const beforeMs = hub.nowMs - 1;
    for (let number = 1; number <= limits.maxEvents; number++) hub.publish(number);
    expect(numbersOf(page(hub, { sinceMs: beforeMs, limit: 3 }).events)).toEqual([1, 2, 3]);
    hub.nowMs += 10;
    hub.publish(limits.maxEvents + 1);
    expect(page(hub, { sinceMs: beforeMs }).reset).toBe('too-old');
    expect(numbersOf(page(hub, { sinceMs: hub.nowMs - 1 }).events)).toEqual([limits.maxEvents + 1]);
    const lastMs = hub.nowMs;
    hub.nowMs += limits.keepEventsMs;
    hub.engine.ring('tidy');
    // What is gone came before that time: nothing is missing.
    expect(page(hub, { sinceMs: lastMs })).toMatchObject({ events: [], reset: null });
    expect(page(hub, { sinceMs: lastMs - 1 }).reset).toBe('too-old');
  });

  it('[E5] takes a key once within keepEventsMs, over a restart too', () => {
    const hub = new HubHarness();
    const { cursor: start } = page(hub);
    hub.engine.publish([numbered(1, 'a'), numbered(2, 'a'), numbered(3, 'b')]);
    hub.restart({ crash: true });
    hub.engine.publish([numbered(4, 'a')]);
    expect(numbersOf(page(hub, { cursor: start }).events)).toEqual([1, 3]);
    hub.nowMs += limits.keepEventsMs + 1;
    hub.engine.publish([numbered(5, 'a')]);
    expect(numbersOf(page(hub).events)).toEqual([5]);
  });

  it('[E1] goes on with its numbers when all events are forgotten, over a restart too', () => {
    const hub = new HubHarness();
    hub.publish(1, 2, 3);
    hub.pass(limits.keepEventsMs + 1);
    hub.restart({ crash: true });
    expect(hub.sql.rows('SELECT position FROM hub_events')).toEqual([]);
    hub.publish(4);
    expect(page(hub).events.map(({ cursor }) => cursor.split(':')[1])).toEqual(['4']);
  });

  it('[E2] is all or nothing: a disk that fails in the middle leaves no event', () => {
    const hub = new HubHarness();
    const { cursor: start } = page(hub);
    let inserts = 0;
    hub.sql.beforeEach = (query) => {
      if (query.includes('INSERT INTO hub_events') && ++inserts === 2) throw new Error('disk full');
    };
    expect(() => hub.publish(1, 2)).toThrow('disk full');
    hub.sql.beforeEach = () => undefined;
    hub.restart({ crash: true });
    hub.publish(3);
    expect(page(hub, { cursor: start }).events.map(({ cursor, data }) => [cursor.split(':')[1], data])).toMatchObject([
      ['1', { version: 3 }],
    ]);
  });

  it('an inbox that nobody used has no tables', () => {
    const hub = new HubHarness();
    expect(hub.engine.hub(person('ren'), 'sessions', [])).toMatchObject({ ok: false, refusal: { code: 'forbidden' } });
    hub.engine.providerReported({ deliveryId: 'd', outcome: 'delivered', detail: null, atMs: 0 });
    expect(hub.sql.rows('SELECT name FROM sqlite_master')).toEqual([]);
  });
});

/** What a client does, and what happens to it. */
type Step =
  | { readonly do: 'publish'; readonly count: number }
  | { readonly do: 'connect'; readonly transport: 'websocket' | 'sse' }
  | { readonly do: 'drop'; readonly lost: number }
  | { readonly do: 'poll'; readonly limit: number; readonly isLost: boolean }
  | { readonly do: 'sleep' }
  | { readonly do: 'crash' }
  | { readonly do: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('publish' as const), count: fc.integer({ min: 1, max: 40 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('connect' as const),
      transport: fc.constantFrom('websocket' as const, 'sse' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('drop' as const), lost: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('poll' as const), limit: fc.integer({ min: 1, max: 60 }), isLost: fc.boolean() }),
  },
  fc.record({ do: fc.constant('sleep' as const) }),
  fc.record({ do: fc.constant('crash' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 3_600_000, limits.keepEventsMs + 1) }),
);

/** A client that keeps nothing but its cursor, goes from face to face, and loses what is on its way when it is cut off. */
class Wanderer {
  cursor: string | null = null;
  readonly taken: number[] = [];
  resets = 0;
  /** Whether the last poll left something for the next one. */
  lacks = false;
  #session: string | null = null;
  #read = 0;

  constructor(private readonly hub: HubHarness) {}

  connect(transport: 'websocket' | 'sse'): void {
    this.drop(0);
    this.#session = this.hub.connect({ transport, cursor: this.cursor });
    this.#read = 0;
  }

  /** Reads what was sent, but for the last `lost` frames, and is gone. */
  drop(lost: number): void {
    if (this.#session === null) return;
    this.#readLine(lost);
    this.hub.disconnect(this.#session);
    this.#session = null;
  }

  poll(limit: number, isLost: boolean): void {
    this.drop(0);
    const { events, cursor, reset, hasMore } = page(this.hub, { cursor: this.cursor, limit });
    this.lacks = hasMore || reset !== null;
    if (isLost) return;
    if (this.cursor !== null && reset !== null) this.resets++;
    this.#take(numbersOf(events), cursor);
  }

  #readLine(lost: number): void {
    const { sent } = this.hub.line(this.#session ?? '');
    for (const { message, cursor } of sent.slice(this.#read, Math.max(this.#read, sent.length - lost))) {
      if (message.type === 'sync:reset') this.resets++;
      if (message.type === 'auth:ok') this.cursor ??= (message.data as { cursor: string }).cursor;
      const events = message.type === 'batch' ? (message.data as { messages: [] }).messages : [message];
      if (cursor !== null) this.#take(message.type === 'sync:reset' ? [] : numbersOf(events), cursor);
    }
  }

  #take(numbers: readonly number[], cursor: string): void {
    this.taken.push(...numbers);
    this.cursor = cursor;
  }
}

describe('a client that goes from face to face', () => {
  it('[E1] gets every event exactly once and in order, or is told that some are gone', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const hub = new HubHarness();
        const client = new Wanderer(hub);
        client.poll(1, false);
        let last = 0;
        for (const one of steps) {
          if (one.do === 'publish') hub.publish(...Array.from({ length: one.count }, () => ++last));
          else if (one.do === 'connect') client.connect(one.transport);
          else if (one.do === 'drop') client.drop(one.lost);
          else if (one.do === 'poll') client.poll(one.limit, one.isLost);
          else if (one.do === 'wait') hub.pass(one.ms);
          else {
            client.drop(one.do === 'crash' ? 2 : 0);
            hub.restart({ crash: one.do === 'crash' });
          }
        }
        do client.poll(200, false);
        while (client.lacks);
        const missing = Array.from({ length: last }, (_, index) => index + 1).filter((number) => !client.taken.includes(number));
        expect(client.taken).toEqual([...new Set(client.taken)].sort((a, b) => a - b));
        if (client.resets === 0) expect(missing).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
