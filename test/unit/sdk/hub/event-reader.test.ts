import { expect, it } from 'vitest';
import type { HubEvent } from '../../../../src/protocol/hub-messages';
import { EventReader } from '../../../../web/sdk/hub/event-reader';

function tick(offset: number, id: string): HubEvent {
  return {
    type: 'room:message',
    id,
    timestamp: '2027-01-01T00:00:00.000Z',
    data: { room_id: 'public', event: 'tick', data: 1, room_cursor: 'r:1', sent_by: null },
    metadata: { client_id: null, correlation_id: null },
    cursor: `e:${offset}`,
  };
}

it('[E10] an event of a room that comes again under another cursor, after a crash, is taken once', async () => {
  const taken: string[] = [];
  let read: () => void = () => undefined;
  const caughtUp = new Promise<void>((resolve) => {
    read = resolve;
  });
  const page = { events: [tick(102, 'a'), tick(103, 'b')], cursor: 'e:103', has_more: false, reset: null };
  const reader = new EventReader({
    rest: { call: async <T>() => page as T },
    cursor: 'e:1',
    onEvent: ({ id }) => {
      taken.push(id);
      if (id === 'b') read();
    },
    onReset: () => taken.push('reset'),
  });
  reader.take(tick(2, 'a'));
  reader.take(tick(103, 'b'));
  await caughtUp;
  expect(taken).toEqual(['a', 'b']);
  expect(reader.cursor).toBe('e:103');
  reader.take(tick(104, 'b'));
  expect(taken).toEqual(['a', 'b']);
});
