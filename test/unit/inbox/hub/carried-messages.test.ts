import { describe, expect, it } from 'vitest';
import type { CarriedAnswer } from '../../../../src/inbox/hub/carried-messages';
import { Hub } from '../../../../src/inbox/hub/hub';
import type { HubMessage, HubRequests } from '../../../../src/protocol/hub-messages';
import { hubLimits as limits } from '../../../../src/protocol/limits';
import { person } from '../../../support/engine-harness';
import { HubHarness } from './hub-harness';

const aoi = person('aoi');
const query = { cursor: null, sinceMs: null, limit: 1 };

type Answer = Parameters<CarriedAnswer>[0];

/** A message over HTTP, and what it was answered until now. */
function carry<T extends keyof HubRequests>(
  hub: HubHarness,
  client_id: string,
  type: T,
  data: HubRequests[T],
  { id = hub.newId(), as = aoi } = {},
): Answer[] {
  const answers: Answer[] = [];
  const message = { ...hub.message(type, data, id), metadata: { client_id, correlation_id: null } };
  const begun = hub.engine.carry(as, message, (answer) => answers.push(answer));
  if (!begun.ok) answers.push(begun);
  return answers;
}

/** Somebody polls; answers what they are called. */
function poll(hub: HubHarness, clientId?: string, deviceId: string | null = 'phone'): string {
  const client = { deviceId, clientVersion: null, ...(clientId === undefined ? {} : { clientId }) };
  const outcome = hub.engine.poll(aoi, query, client);
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value.clientId;
}

const typesIn = (answer: Answer | undefined) => (answer?.ok ? answer.value.map(({ type }: HubMessage) => type) : answer);
const refused = (code: string) => ({ ok: false, refusal: { code } });
const noNotifications = () => {
  throw new Error('nothing is said of notifications here');
};
const presenceOf = (hub: HubHarness) => hub.sql.rows("SELECT status FROM hub_sessions WHERE transport = 'poll'");

describe('a message over HTTP', () => {
  it('[U18] of a stream is answered the way it came, as a socket would be', () => {
    const hub = new HubHarness();
    const stream = hub.connect({ transport: 'sse' });
    const answers = carry(hub, stream, 'presence:update', { status: 'active' });
    expect(answers.map(typesIn)).toEqual([['ack']]);
    expect(hub.line(stream).acks).toEqual([]);
  });

  it('[U18] [E6] acknowledges events, or is told that the cursor is of another stream', () => {
    const hub = new HubHarness();
    const stream = hub.connect({ transport: 'sse' });
    hub.publish(1, 2);
    const cursor = hub.line(stream).events[1]?.cursor ?? '';
    expect(carry(hub, stream, 'sync:ack', { cursor })).toEqual([{ ok: true, value: [] }]);
    expect(hub.sql.rows('SELECT seen FROM hub_stream')).toEqual([{ seen: 2 }]);
    expect(carry(hub, stream, 'sync:ack', { cursor: 'elsewhere:1' })).toMatchObject([refused('invalid')]);
    expect(hub.line(stream).of('error')).toEqual([]);
  });

  it('[U18] for a connection that is not open, or not of the caller, has no effect', () => {
    const hub = new HubHarness();
    const stream = hub.connect({ transport: 'sse' });
    const say = (client: string, as = aoi) => carry(hub, client, 'presence:update', { status: 'active' }, { as });
    expect(say(stream, person('mallory'))).toMatchObject([refused('forbidden')]);
    hub.disconnect(stream);
    for (const client of [stream, hub.newId(), '']) expect(say(client)).toMatchObject([refused('session-ended')]);
    const polls = poll(hub);
    expect(hub.engine.hub(aoi, 'endSession', [polls]).ok).toBe(true);
    expect(say(polls)).toMatchObject([refused('session-ended')]);
    expect(presenceOf(hub)).toEqual([{ status: 'idle' }]);
  });

  it('[U18] [U10] of a stream counts as one of its messages', () => {
    const hub = new HubHarness();
    const stream = hub.connect({ transport: 'sse' });
    for (let count = 0; count < limits.messageBurst; count++) carry(hub, stream, 'presence:update', { status: 'idle' });
    expect(carry(hub, stream, 'presence:update', { status: 'active' })).toMatchObject([
      { ...refused('rate-limited'), refusal: { extensions: { retryAfterMs: 1_000 } } },
    ]);
  });
});

describe('who polls', () => {
  it('[E7] is one session for each name, and for each device without one', () => {
    const hub = new HubHarness();
    const [one, two] = [hub.newId(), hub.newId()];
    expect([poll(hub, one), poll(hub, two), poll(hub, one)]).toEqual([one, two, one]);
    hub.nowMs += limits.deadConnectionMs + 1;
    expect(poll(hub, two)).toBe(two);
    const unnamed = poll(hub, undefined, 'tv');
    expect(poll(hub, undefined, 'tv')).toBe(unnamed);
    expect(new Set([one, two, unnamed]).size).toBe(3);
  });

  it('[E7] by the name of another connection, or of one that was ended, gets one of its own', () => {
    const hub = new HubHarness();
    const socket = hub.connect();
    const called = poll(hub, socket);
    expect(called).not.toBe(socket);
    expect(poll(hub, called)).toBe(called);
    hub.engine.hub(aoi, 'endSession', [called]);
    hub.nowMs += limits.deadConnectionMs;
    expect(poll(hub, called)).not.toBe(called);
  });

  it('[U17] [U18] says whether they do something, each for itself, over a restart too', () => {
    const hub = new HubHarness();
    const [one, two] = [poll(hub, hub.newId()), poll(hub, hub.newId())];
    const presence = () => new Hub(hub.ports, noNotifications).presence();
    expect(presence()).toBe('idle');
    expect(carry(hub, one, 'presence:update', { status: 'active' }).map(typesIn)).toEqual([['ack']]);
    carry(hub, two, 'presence:update', { status: 'idle' });
    hub.restart({ crash: true });
    expect(presence()).toBe('active');
    hub.nowMs += limits.deadConnectionMs;
    poll(hub, two);
    hub.nowMs += 1;
    expect(presence()).toBe('idle');
    // It is heard of again, also by what it says.
    carry(hub, one, 'presence:update', { status: 'active' });
    expect(presence()).toBe('active');
  });
});
