import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EventStreams } from '../../durable-objects/event-streams';
import { hubLimits as limits } from '../../src/protocol/limits';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

function open(streams: EventStreams, session: string) {
  const { body } = streams.open(session);
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  const next = async () => new TextDecoder().decode((await reader.read()).value);
  return { reader, next };
}

it('[E8] a stream gets a comment every ssePingMs, and nothing is set once the last one has ended', async () => {
  const streams = new EventStreams(() => undefined);
  const { next } = open(streams, 'one');
  expect(await next()).toBe(`retry: ${limits.sseRetryMs}\n\n`);
  expect(limits.ssePingMs).toBeLessThanOrEqual(15_000);
  for (let count = 0; count < 3; count++) {
    vi.advanceTimersByTime(limits.ssePingMs);
    expect(await next()).toBe(':\n\n');
  }
  streams.send('one', '{}', 'e:1');
  expect(await next()).toBe('id: e:1\ndata: {}\n\n');
  streams.close('one', { code: 4403, reason: 'over' });
  expect(vi.getTimerCount()).toBe(0);
});

it('[E8] a ping finds out that a client is gone', async () => {
  const lost = new Promise<string>((resolve) => {
    const streams = new EventStreams(resolve);
    const { reader, next } = open(streams, 'one');
    void next()
      .then(() => reader.cancel())
      .then(() => vi.advanceTimersByTime(limits.ssePingMs));
  });
  expect(await lost).toBe('one');
  expect(vi.getTimerCount()).toBe(0);
});
