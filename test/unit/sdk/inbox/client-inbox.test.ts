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

it('[U3] a client that only gets tickets has its inbox too: each call shows one of its own; it has no REST API', async () => {
  const rest = new FakeRest();
  rest.answers = { 'GET /v1/me/sessions': () => ({ sessions: [] }) };
  let issued = 0;
  const asked: string[] = [];
  const ticket = (document: string) => {
    asked.push(document);
    return `tkt_${++issued}`;
  };
  const client = createClient({ ...surroundings, ticket });
  expect(client).not.toHaveProperty('api');
  const inbox = await client.inbox();
  await vi.waitFor(() => expect(FakeSocket.all).toHaveLength(1));
  expect(FakeSocket.all[0]?.url).toContain('ticket=tkt_');
  await expect(inbox.calls.listSessions()).resolves.toEqual([]);
  expect(new Set(asked)).toEqual(new Set(['inbox']));
  await client.signOut();
});
