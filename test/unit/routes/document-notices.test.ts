import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Notice } from '../../../src/documents/api';
import { sendNotice } from '../../../src/routes/document-notices';
import { elevenPmMs, hourMs, type Inbox, minuteMs, sevenAmMs, withDevices } from '../inbox/notifications/notifications-harness';

const people = Array.from({ length: 25 }, (_, index) => `person-${index}`);

const notice: Notice = {
  id: '0198c0de-0000-7000-8000-000000000001',
  documentKind: 'trip',
  documentId: '0198c0de-0000-7000-8000-000000000002',
  kind: 'updated',
  to: people,
  by: { id: 'author', name: 'Author' },
  role: null,
  version: 7,
  title: '',
  atMs: 0,
  event: null,
  occurrence: null,
};

/** Bindings with inboxes that take what they are told, but for those that cannot be reached; `told` is who was asked. */
function world(unreachable: readonly string[] = []) {
  const told: string[] = [];
  const inboxOf = (person: string) => ({
    publish: async () => {
      told.push(person);
      if (unreachable.includes(person)) throw Object.assign(new Error('gone'), { retryable: true });
      return { ok: true, value: null };
    },
  });
  return { told, env: { INBOXES: { getByName: inboxOf } } as unknown as Env };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the inboxes of many people', () => {
  it('[B1] are told ten at a time, and the document works between', async () => {
    const { told, env } = world();
    const missing = sendNotice(env, notice);
    await vi.advanceTimersByTimeAsync(99);
    expect(told).toEqual(people.slice(0, 10));
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toEqual(people.slice(0, 20));
    await vi.advanceTimersByTimeAsync(100);
    expect(told).toEqual(people);
    expect(await missing).toEqual([]);
  });

  it('[B1] that cannot be reached are named, and stop nobody after them', async () => {
    const { told, env } = world(['person-3', 'person-24']);
    const missing = sendNotice(env, notice);
    await vi.advanceTimersByTimeAsync(200);
    expect(told).toEqual(people);
    expect(await missing).toEqual(['person-3', 'person-24']);
  });
});

describe('[B7] a reminder that is held for the night', () => {
  /** Somebody asleep, who is reminded of something of one hour a quarter before it begins. */
  async function reminded(startMs: number): Promise<Inbox> {
    const inbox = withDevices('web_push');
    inbox.pass(startMs - 15 * minuteMs - inbox.nowMs);
    const accept = async (...drafts: Parameters<Inbox['notifications']['accept']>) => inbox.notifications.accept(...drafts);
    const env = { INBOXES: { getByName: () => ({ accept }) } } as unknown as Env;
    const occurrence = { startMs, endMs: startMs + hourMs, method: 'push' } as const;
    await sendNotice(env, { ...notice, documentKind: 'event', kind: 'reminder', to: ['aoi'], by: null, occurrence });
    inbox.pass(24 * hourMs);
    return inbox;
  }

  it('goes when that ends, unless what it is about is over by then', async () => {
    expect((await reminded(sevenAmMs - 30 * minuteMs)).alertsTo('web_push')).toHaveLength(1);
    expect((await reminded(elevenPmMs + hourMs)).alertsTo('web_push')).toEqual([]);
  });
});
