import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createClient } from '../../../../web/sdk';
import { FakeNetwork, FakePage, FakeSocket } from '../fake-socket';
import { FakeRest } from '../hub/fake-hub';

const surroundings = { url: 'https://trips.example', WebSocket: FakeSocket, network: new FakeNetwork(), page: new FakePage() };

beforeEach(() => {
  FakeSocket.all = [];
  new FakeRest().answers = { 'POST /v1/tickets': () => ({ ticket: 'tkt_1' }) };
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it('a client opens its inbox once, when it is asked for, and closes it when its person signs out', async () => {
  const client = createClient({ ...surroundings, token: 'token' });
  expect(FakeSocket.all).toHaveLength(0);
  const inbox = await client.inbox();
  expect(await client.inbox()).toBe(inbox);
  await vi.waitFor(() => expect(FakeSocket.all).toHaveLength(1));
  await client.signOut();
  expect(inbox.state.status.name).toBe('closed');
});

it('a client without a token has none, as it has no REST API', () => {
  const client = createClient({ ...surroundings, ticket: () => 'tkt_1' });
  expect(client).not.toHaveProperty('inbox');
  expect(client).not.toHaveProperty('api');
});
