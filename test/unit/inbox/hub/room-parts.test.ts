import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventPage, NewEvent } from '../../../../src/inbox/api';
import { hubLimits as limits } from '../../../../src/protocol/limits';
import { person } from '../../../support/engine-harness';
import { HubHarness, partOf } from './hub-harness';

const long = 3 * limits.tailMs;

/** A hub whose person is in the room `public`, which is at 0. */
function inRoom(): { readonly hub: HubHarness; readonly session: string } {
  const hub = new HubHarness();
  const session = hub.connect({ device: 'phone' });
  hub.say(session, 'room:join', { room_id: 'public', cursor: 'r:0' });
  hub.answer('in');
  return { hub, session };
}

/** What was said in the room, by its offsets, and which documents changed, as `d1`, in the order of a connection. */
function toldTo(hub: HubHarness, session: string): (number | string)[] {
  return hub
    .line(session)
    .events.map((event) =>
      event.type === 'room:message' ? (event.data.data as number) : `d${(event.data as { version: number }).version}`,
    );
}

function page(hub: HubHarness, cursor: string | null): EventPage {
  const outcome = hub.engine.hub(person('aoi'), 'events', [{ cursor, sinceMs: null, limit: 200 }]);
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value as EventPage;
}

/** Counts what is written from now on. */
function writes(hub: HubHarness): () => number {
  let count = 0;
  hub.sql.beforeEach = (query) => {
    if (/^\s*(INSERT|UPDATE|DELETE)/.test(query)) count++;
  };
  return () => count;
}

describe('what happens in a room', () => {
  it('[E10] is sent at once, and written a moment later, all that came meanwhile together', () => {
    const { hub, session } = inRoom();
    const written = writes(hub);
    for (let offset = 0; offset < 30; offset++) hub.hear(partOf('public', offset, offset + 1));
    expect(toldTo(hub, session)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(written()).toBe(0);
    hub.pass(long);
    expect(written()).toBeLessThan(8);
    expect(hub.sql.rows('SELECT * FROM hub_events')).toHaveLength(30);
  });

  it('[E10] is written before anything that has to be, and in the order in which it was sent', () => {
    const { hub, session } = inRoom();
    hub.hear(partOf('public', 0, 1));
    hub.hear(partOf('public', 1, 3));
    hub.publish(1);
    hub.hear(partOf('public', 3, 4));
    hub.restart({ crash: true });
    expect(toldTo(hub, session)).toEqual([1, 2, 3, 'd1', 4]);
    expect(page(hub, null).events.map(({ cursor }) => cursor.split(':')[1])).toEqual(['1', '2', '3', '4']);
  });

  it('[E10] is read over every transport before it is written', () => {
    const { hub, session } = inRoom();
    hub.hear(partOf('public', 0, 1));
    const [first] = hub.line(session).events;
    hub.hear(partOf('public', 1, 4));
    expect(page(hub, first?.cursor ?? '').events).toEqual(hub.line(session).events.slice(1));
    const other = hub.connect({ transport: 'sse', cursor: first?.cursor ?? '' });
    expect(toldTo(hub, other)).toEqual([2, 3, 4]);
    expect(page(hub, null).events).toHaveLength(4);
  });

  it('[E10] never waits in greater number than may be lost', () => {
    const { hub, session } = inRoom();
    hub.hear(partOf('public', 0, 1));
    for (let offset = 1; offset < 5 * limits.maxTailEvents; offset++) hub.hear(partOf('public', offset, offset + 1));
    const written = hub.sql.rows<{ head: number }>('SELECT max(position) AS head FROM hub_events')[0]?.head ?? 0;
    expect(hub.line(session).events.length - written).toBeLessThanOrEqual(limits.maxTailEvents);
  });

  it('[E10] never waits in greater size than is written at once', () => {
    const { hub } = inRoom();
    hub.hear(partOf('public', 0, 1));
    hub.pass(long);
    const largest: number[] = [];
    for (let offset = 1; offset < 40; offset++) {
      const part = partOf('public', offset, offset + 1);
      const events = part.events.map((event) => ({ ...event, data: { ...event.data, data: 'x'.repeat(30_000) } }) as NewEvent);
      hub.hear({ ...part, events });
      const [row] = hub.sql.rows<{ head: number }>('SELECT max(position) AS head FROM hub_events');
      largest.push((offset + 1 - (row?.head ?? 0)) * 30_000);
    }
    expect(Math.max(...largest)).toBeLessThanOrEqual(limits.maxTailChars);
    expect(Math.max(...largest)).toBeGreaterThan(limits.maxTailChars / 2);
  });

  it('[E10] an acknowledgement of what is not written writes nothing', () => {
    const { hub, session } = inRoom();
    hub.hear(partOf('public', 0, 1));
    hub.pass(long);
    hub.hear(partOf('public', 1, 2));
    hub.say(session, 'sync:ack', { cursor: hub.line(session).events.at(-1)?.cursor ?? '' });
    expect(hub.sql.rows('SELECT seen FROM hub_stream')).toEqual([{ seen: 1 }]);
  });

  it('[G4] is taken only from where the inbox is, which it says', () => {
    const { hub, session } = inRoom();
    expect(hub.hear(partOf('public', 0, 3))).toBeNull();
    expect(hub.hear(partOf('public', 0, 3))).toBeNull();
    expect(hub.hear(partOf('public', 5, 6))).toBe('r:3');
    expect(hub.hear(partOf('public', 2, 6))).toBe('r:3');
    expect(hub.hear(partOf('public', 3, 4))).toBeNull();
    expect(hub.hear({ ...partOf('public', 8, 9), after: null })).toBeNull();
    expect(toldTo(hub, session)).toEqual([1, 2, 3, 4, 9]);
  });
});

describe('an inbox that crashed', () => {
  it('[E10] is told again by the room what it had sent and not written, under new numbers and the same ids', () => {
    const { hub, session } = inRoom();
    hub.hear(partOf('public', 0, 1));
    hub.pass(long);
    hub.hear(partOf('public', 1, 3));
    const before = hub.line(session).events;
    hub.restart({ crash: true });
    expect(hub.rooms.at(-1)).toMatchObject({ kind: 'resume', roomId: 'public', personId: 'aoi', cursor: 'r:1' });
    hub.answer('ok');
    hub.publish(1);
    const again = hub.connect({ device: 'phone', cursor: before.at(-1)?.cursor ?? '' });
    expect(hub.hear(partOf('public', 3, 4))).toBe('r:1');
    expect(hub.hear(partOf('public', 1, 4))).toBeNull();
    expect(toldTo(hub, again)).toEqual(['d1', 2, 3, 4]);
    const cursors = new Set(before.map(({ cursor }) => cursor));
    expect(hub.line(again).events.some(({ cursor }) => cursors.has(cursor))).toBe(false);
    expect(
      hub
        .line(again)
        .events.slice(1, 3)
        .map(({ id }) => id),
    ).toEqual(before.slice(1).map(({ id }) => id));
    expect(toldTo(hub, hub.connect({ device: 'laptop', cursor: before[0]?.cursor ?? '' }))).toEqual(['d1', 2, 3, 4]);
  });

  it('[E3] does not take numbers that were left out for events that are forgotten', () => {
    const { hub, session } = inRoom();
    const before = hub.line(session).of('auth:ok')[0]?.data.cursor ?? '';
    for (let crash = 0; crash < (2 * limits.maxEvents) / limits.maxTailEvents; crash++) hub.restart({ crash: true });
    expect(page(hub, before)).toMatchObject({ events: [], reset: null });
    hub.publish(1);
    expect(page(hub, before).events).toHaveLength(1);
    hub.nowMs += limits.keepEventsMs + 1;
    expect(page(hub, before)).toMatchObject({ events: [], reset: 'too-old' });
  });

  it('[E10] asks a room again that does not answer, and one that it is in only', () => {
    const { hub } = inRoom();
    hub.hear(partOf('public', 0, 1));
    hub.restart({ crash: true });
    hub.answer('unavailable');
    hub.pass(long);
    const asked = hub.rooms.filter(({ kind }) => kind === 'resume').length;
    expect(asked).toBeGreaterThan(1);
    hub.answer('ok', hub.rooms.filter(({ kind }) => kind === 'resume').at(-1));
    hub.pass(long);
    expect(hub.rooms.filter(({ kind }) => kind === 'resume')).toHaveLength(asked);
    hub.restart();
    expect(hub.rooms.filter(({ kind }) => kind === 'resume')).toHaveLength(asked);
  });

  it('[E10] is told again the same way where no socket could have said that something was lost', () => {
    const { hub, session } = inRoom();
    hub.disconnect(session);
    const stream = hub.connect({ device: 'phone', transport: 'sse' });
    hub.answer('in');
    hub.pass(long);
    const written = writes(hub);
    hub.hear(partOf('public', 0, 1));
    expect(written()).toBeGreaterThan(0);
    hub.hear(partOf('public', 1, 2));
    expect(toldTo(hub, stream)).toEqual([1, 2]);
    hub.restart({ crash: true });
    expect(hub.rooms.at(-1)).toMatchObject({ kind: 'resume', cursor: 'r:1' });
  });

  it('[E10] leaves nothing out when it merely slept', () => {
    const { hub } = inRoom();
    hub.hear(partOf('public', 0, 1));
    hub.hear(partOf('public', 1, 2));
    hub.pass(long);
    expect(hub.timers.has('tail')).toBe(false);
    hub.restart();
    hub.publish(1);
    expect(page(hub, null).cursor.split(':')[1]).toBe('3');
    expect(hub.rooms.some(({ kind }) => kind === 'resume')).toBe(false);
  });
});

describe('an inbox that slept', () => {
  const headOf = (hub: HubHarness) => Number(page(hub, null).cursor.split(':')[1]);
  const hasResumed = (hub: HubHarness) => hub.rooms.some(({ kind }) => kind === 'resume');

  it('[E10] knows it by its sockets, also by one that was closed meanwhile', () => {
    const { hub, session } = inRoom();
    hub.hear(partOf('public', 0, 2));
    hub.pass(long);
    hub.restart();
    hub.restart({ closed: [session] });
    hub.publish(1);
    expect([headOf(hub), hasResumed(hub)]).toEqual([3, false]);
    // And by what it has written when there was none for a while.
    hub.pass(long);
    hub.restart();
    hub.publish(2);
    expect([headOf(hub), hasResumed(hub)]).toEqual([4, false]);
  });

  it('[E10] takes it for a crash when its sockets know of something that was not written', () => {
    const { hub, session } = inRoom();
    hub.hear(partOf('public', 0, 1));
    hub.connect({ device: 'laptop' });
    hub.restart({ closed: [session] });
    expect(hub.rooms.at(-1)).toMatchObject({ kind: 'resume', cursor: 'r:0' });
    expect(headOf(hub)).toBe(limits.maxTailEvents);
    // Once: when the room has told again what was lost, the sockets know that nothing is.
    hub.answer('ok');
    hub.pass(long);
    hub.restart();
    expect(headOf(hub)).toBe(limits.maxTailEvents);
  });
});

type Transport = 'websocket' | 'sse';
type Step =
  | { readonly do: 'say' | 'document' | 'crash' | 'sleep' }
  | { readonly do: 'cut'; readonly lost: number; readonly transport: Transport }
  | { readonly do: 'away'; readonly ms: number; readonly crash: boolean; readonly transport: Transport }
  | { readonly do: 'wait'; readonly ms: number };

const transport = fc.constantFrom<Transport>('websocket', 'sse');
const ms = fc.constantFrom(0, 500, long);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('say' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('document' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), lost: fc.nat(4), transport }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('away' as const), ms, crash: fc.boolean(), transport }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('crash' as const, 'sleep' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms }) },
);

/** The room and one client of the person, who keeps its cursor and knows by their ids what it has. */
class Play {
  readonly hub: HubHarness;
  readonly taken = new Map<string, number | string>();
  readonly #ids = new Map<string, string>();
  #session: string;
  #cursor: string | null = null;
  #head = 0;
  #told = 0;
  #documents = 0;

  constructor() {
    ({ hub: this.hub, session: this.#session } = inRoom());
    this.#cursor = this.hub.line(this.#session).of('auth:ok')[0]?.data.cursor ?? null;
  }

  do(one: Step): void {
    if (one.do === 'say') this.#head++;
    else if (one.do === 'document') this.hub.publish(++this.#documents);
    else if (one.do === 'wait') this.hub.pass(one.ms);
    else {
      this.#read(one.do === 'cut' ? one.lost : 1);
      if (one.do === 'cut' || one.do === 'away') this.hub.disconnect(this.#session);
      if (one.do === 'away') this.hub.pass(one.ms);
      if (one.do !== 'cut') this.hub.restart({ crash: one.do === 'crash' || (one.do === 'away' && one.crash) });
      const by = one.do === 'cut' || one.do === 'away' ? one.transport : 'websocket';
      this.#session = this.hub.connect({ device: 'phone', cursor: this.#cursor, transport: by });
    }
    this.#tell();
  }

  end(): { readonly taken: (number | string)[]; readonly all: number; readonly documents: number } {
    this.#read(0);
    return { taken: [...this.taken.values()], all: this.#head, documents: this.#documents };
  }

  /** The room tells what is next, from where the inbox says that it is. */
  #tell(): void {
    while (this.#told < this.#head) {
      const at = this.hub.hear(partOf('public', this.#told, this.#head));
      this.#told = at === null ? this.#head : Number(at.split(':')[1]);
    }
  }

  #read(lost: number): void {
    const { sent, events } = this.hub.line(this.#session);
    if (sent.some(({ message }) => message.type === 'sync:reset')) throw new Error('there is a gap');
    for (const event of events.slice(0, Math.max(0, events.length - lost))) {
      const { id, cursor } = event;
      if ((this.#ids.get(cursor) ?? id) !== id) throw new Error(`${cursor} names two events`);
      this.#ids.set(cursor, id);
      this.#cursor = cursor;
      const what =
        event.type === 'room:message' ? (event.data.data as number) : `d${(event.data as { version: number }).version}`;
      if (!this.taken.has(id)) this.taken.set(id, what);
    }
  }
}

describe('a client of an inbox that crashes', () => {
  it('[E10] gets everything, in order, and never two events under one cursor', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
        const play = new Play();
        for (const one of steps) play.do(one);
        // Another message brings out what a crash made the room tell again.
        play.do({ do: 'say' });
        const { taken, all, documents } = play.end();
        expect(taken.filter((one) => typeof one === 'number')).toEqual(Array.from({ length: all }, (_, index) => index + 1));
        expect(taken.filter((one) => typeof one === 'string')).toEqual(
          Array.from({ length: documents }, (_, index) => `d${index + 1}`),
        );
      }),
      { numRuns: 200 },
    );
  });
});
