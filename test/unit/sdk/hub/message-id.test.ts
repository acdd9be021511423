import { describe, expect, it } from 'vitest';
import { isHubMessage } from '../../../../src/protocol/hub-messages';
import { newMessageId } from '../../../../web/sdk/hub/message-id';

describe('the id of a message', () => {
  it('is a UUID of version 7 that begins with the time', () => {
    const id = newMessageId(Date.UTC(2027, 3, 1));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(Date.UTC(2027, 3, 1));
    expect(isHubMessage({ type: 'x', id, timestamp: '', data: {}, metadata: {} })).toBe(true);
  });

  it('differs each time, and sorts by time', () => {
    expect(newMessageId(1)).not.toBe(newMessageId(1));
    expect(newMessageId(2 ** 40) > newMessageId(2 ** 40 - 1)).toBe(true);
  });
});
