import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HubMessage } from '../../../../src/protocol/hub-messages';
import { FakeSocket } from '../fake-socket';
import { FakeEventSource, pollAnswer, sent } from '../hub/fake-hub';
import { InboxHarness, settle } from './inbox-harness';

let harness: InboxHarness;

beforeEach(() => {
  harness = new InboxHarness();
});

afterEach(() => harness.close());

describe('whether somebody is there', () => {
  it('is told to the server when it changes', async () => {
    await harness.open();
    const socket = await harness.connect();
    harness.page.change(true);
    harness.page.change(false);
    harness.page.touch();
    await settle(300_000);
    const statuses = sent(socket).flatMap(({ type, data }) =>
      type === 'presence:update' ? [(data as { status: string }).status] : [],
    );
    expect(statuses).toEqual(['active', 'idle', 'active', 'idle']);
  });

  it.each(['sse', 'poll'])('is told to the server over HTTP where there is no socket: %s', async (transport) => {
    harness.rest.answers['GET /v1/realtime/poll'] = () => pollAnswer({ client_id: 'polls' });
    harness.rest.answers['POST /v1/realtime/messages'] = () => ({ messages: [] });
    await harness.open();
    for (let i = 0; i < 5; i++) {
      await settle();
      FakeSocket.last.drop();
      await settle(i < 4 ? 1_000 * 2 ** i : 0);
    }
    // The first poll has found the place; a stream begins there.
    await settle(5_000);
    if (transport === 'sse') FakeEventSource.last.open();
    else FakeEventSource.last.fail();
    await settle();
    const told = () =>
      harness.rest.calls
        .filter(({ path }) => path === '/v1/realtime/messages')
        .map(({ body }) => body as HubMessage<string, object>);
    const client_id = transport === 'sse' ? 'stream' : 'polls';
    expect(told().at(-1)).toMatchObject({ type: 'presence:update', data: { status: 'active' }, metadata: { client_id } });
    harness.page.change(true);
    await settle();
    expect(told().at(-1)?.data).toEqual({ status: 'idle' });
  });
});
