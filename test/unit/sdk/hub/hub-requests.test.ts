import { describe, expect, it } from 'vitest';
import { ack, hubOfEachTest, lastSent, pollAnswer, send, sent } from './fake-hub';

const openHub = hubOfEachTest();

describe('requests', () => {
  it('resolve with their acknowledgement, and carry whom they are from', async () => {
    const harness = openHub();
    const socket = await harness.connect({ client_id: 's9' });
    const done = harness.hub.request('room:leave', { room_id: 'public' });
    const message = lastSent(socket, 'room:leave');
    expect(message.metadata).toEqual({ client_id: 's9', correlation_id: null });
    send(socket, ack(message));
    await expect(done).resolves.toBeUndefined();
  });

  it('fail with the code of the refusal', async () => {
    const harness = openHub();
    const socket = await harness.connect();
    const done = harness.hub.request('room:join', { room_id: 'trip:x' });
    send(socket, ack(lastSent(socket, 'room:join'), { code: 'forbidden', title: 'no', detail: 'Not a member.' }));
    await expect(done).rejects.toMatchObject({ code: 'forbidden', status: 403, message: 'Not a member.' });
  });

  it('go again with the same id after five seconds, three times, and then fail', async () => {
    const harness = openHub();
    const socket = await harness.connect();
    const done = harness.hub.request('room:leave', { room_id: 'public' });
    const failed = expect(done).rejects.toMatchObject({ code: 'network' });
    await harness.settle(15_000);
    const tries = sent(socket).filter(({ type }) => type === 'room:leave');
    expect(tries).toHaveLength(4);
    expect(new Set(tries.map(({ id }) => id)).size).toBe(1);
    await harness.settle(5_000);
    await failed;
    expect(sent(socket).filter(({ type }) => type === 'room:leave')).toHaveLength(4);
  });

  it('that were not acknowledged go again over the next socket, in order and with their ids', async () => {
    const harness = openHub();
    const first = await harness.connect();
    const rooms = ['a', 'b', 'c'].map((name) => `hashtag:${name}`);
    const [, second] = rooms.map((room_id) => harness.hub.request('room:leave', { room_id }));
    const [, message] = sent(first).filter(({ type }) => type === 'room:leave');
    if (message === undefined) throw new Error('nothing was sent');
    send(first, ack(message));
    await second;
    first.drop(1012, 'restart');
    const next = await harness.connect();
    const again = sent(next).map(({ data }) => (data as { room_id: string }).room_id);
    expect(again).toEqual(['hashtag:a', 'hashtag:c']);
    expect(sent(next).map(({ id }) => id)).toEqual([sent(first)[0]?.id, sent(first)[2]?.id]);
    for (const each of sent(next)) send(next, ack(each));
  });

  it('wait when there have been too many of them, as long as the server says', async () => {
    const harness = openHub();
    const socket = await harness.connect();
    const done = harness.hub.request('room:leave', { room_id: 'public' });
    send(socket, ack(lastSent(socket, 'room:leave'), { code: 'rate-limited', title: 'slow down', retry_after: 2 }));
    await harness.settle(1_999);
    expect(sent(socket)).toHaveLength(1);
    await harness.settle(1);
    expect(sent(socket)).toHaveLength(2);
    send(socket, ack(lastSent(socket, 'room:leave')));
    await done;
  });

  it('that only a socket can carry fail after 30 s without one, however often the rest changes', async () => {
    const harness = openHub({ cursor: 'e:0', EventSource: null });
    harness.rest.answers['GET /v1/realtime/poll'] = () => pollAnswer();
    await harness.untilFallback();
    const done = harness.hub.request('sync:request', {});
    const failed = expect(done).rejects.toMatchObject({ code: 'network', message: expect.stringContaining('no connection') });
    await harness.settle(30_000);
    await failed;
  });

  it('about notifications go over REST where there is no socket, and are acknowledged alike', async () => {
    const harness = openHub({ cursor: 'e:0', EventSource: null });
    harness.rest.answers = {
      'GET /v1/realtime/poll': () => pollAnswer(),
      'POST /v1/inbox/sync': ({ body }) => ({ update: 'AAA=', state_vector: (body as { state_vector: string }).state_vector }),
      'POST /v1/inbox/notifications/n1/snooze': () => Response.json({ code: 'invalid', title: 'no' }, { status: 422 }),
    };
    const replies: unknown[] = [];
    harness.hub.events.on('reply', ({ type, data }) => replies.push([type, data]));
    await harness.untilFallback();
    await harness.settle();
    await harness.hub.request('inbox:sync', { state_vector: 'AA==' });
    expect(replies).toEqual([['inbox:state', { update: 'AAA=', state_vector: 'AA==' }]]);
    const snooze = harness.hub.request('notification:snooze', { notification_id: 'n1', until: '2027-01-01T00:00:00Z' });
    await expect(snooze).rejects.toMatchObject({ code: 'invalid', status: 422 });
  });

  it('that the server would close the connection for are not sent', async () => {
    const harness = openHub();
    const socket = await harness.connect();
    const data = 'あ'.repeat(30_000);
    await expect(harness.hub.request('room:message', { room_id: 'public', event: 'x', data })).rejects.toMatchObject({
      code: 'too-large',
    });
    expect(sent(socket)).toEqual([]);
  });

  it('fail when the connection is closed', async () => {
    const harness = openHub();
    const done = harness.hub.request('room:leave', { room_id: 'public' });
    harness.hub.close();
    await expect(done).rejects.toMatchObject({ code: 'network' });
  });
});
