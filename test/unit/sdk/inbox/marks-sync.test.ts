import { fromBase64, toBase64 } from 'lib0/buffer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import type { HubRequests } from '../../../../src/protocol/hub-messages';
import { MarksSync, marksWindowMs, retryMarksMs } from '../../../../web/sdk/inbox/marks-sync';
import { ProblemError } from '../../../../web/sdk/problem';

/** The server's copy of the marks, and what it was asked. */
class FakeServer {
  readonly doc = new Y.Doc();
  readonly asked: HubRequests['inbox:sync'][] = [];
  failWith: ProblemError | null = null;

  take(data: HubRequests['inbox:sync']): { update: string; state_vector: string } {
    this.asked.push(data);
    if (this.failWith !== null) throw this.failWith;
    if (data.update !== undefined) Y.applyUpdate(this.doc, fromBase64(data.update));
    const update = Y.encodeStateAsUpdate(this.doc, fromBase64(data.state_vector));
    return { update: toBase64(update), state_vector: toBase64(Y.encodeStateVector(this.doc)) };
  }
}

function device(server: FakeServer, doc = new Y.Doc()) {
  const refused: ProblemError[] = [];
  /** What was said of the marks while an exchange was under way. */
  const unsavedMeanwhile: boolean[] = [];
  const sync: MarksSync = new MarksSync({
    doc,
    exchange: async (data) => {
      sync.receive(server.take(data));
      unsavedMeanwhile.push(sync.isUnsaved);
    },
    refused: (problem) => refused.push(problem),
    exchanged: () => undefined,
  });
  return { doc, sync, refused, unsavedMeanwhile, marks: doc.getMap('read') };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the exchange of marks', () => {
  it('brings what was done without a network, deletes too, and gets what others did', async () => {
    const server = new FakeServer();
    server.doc.getMap('read').set('theirs', 1);
    const { sync, marks, doc } = device(server);
    marks.set('mine', 2);
    marks.set('taken back', 3);
    marks.delete('taken back');
    expect(sync.isUnsaved).toBe(true);
    sync.online();
    await vi.advanceTimersByTimeAsync(2 * marksWindowMs);
    expect(server.doc.getMap('read').toJSON()).toEqual({ theirs: 1, mine: 2 });
    expect(doc.getMap('read').toJSON()).toEqual({ theirs: 1, mine: 2 });
    expect(sync.isUnsaved).toBe(false);
    expect(server.asked).toHaveLength(2);
    expect(server.asked[0]).not.toHaveProperty('update');
  });

  it('says that nothing is unsaved when it is over, and not before', async () => {
    const { sync, marks, unsavedMeanwhile } = device(new FakeServer());
    marks.set('mine', 1);
    sync.online();
    await vi.advanceTimersByTimeAsync(2 * marksWindowMs);
    expect(unsavedMeanwhile).toEqual([true, true]);
    expect(sync.isUnsaved).toBe(false);
  });

  it('only asks when there is nothing to bring', async () => {
    const server = new FakeServer();
    const { sync } = device(server);
    sync.online();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.asked).toHaveLength(1);
  });

  it('brings marks that come close together at once', async () => {
    const server = new FakeServer();
    const { sync, marks } = device(server);
    sync.online();
    await vi.advanceTimersByTimeAsync(marksWindowMs);
    for (let n = 0; n < 10; n++) marks.set(`n${n}`, n);
    await vi.advanceTimersByTimeAsync(10 * marksWindowMs);
    expect(server.asked).toHaveLength(2);
    expect(server.doc.getMap('read').size).toBe(10);
  });

  it('sends nothing back of what another device did', async () => {
    const server = new FakeServer();
    const { sync, doc } = device(server);
    sync.online();
    await vi.advanceTimersByTimeAsync(marksWindowMs);
    server.doc.getMap('read').set('theirs', 1);
    sync.receive({ update: toBase64(Y.encodeStateAsUpdate(server.doc)) });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(doc.getMap('read').get('theirs')).toBe(1);
    expect(server.asked).toHaveLength(1);
  });

  it('lets two devices that were offline agree', async () => {
    const server = new FakeServer();
    const [phone, laptop] = [device(server), device(server)];
    phone.marks.set('a', 1);
    laptop.marks.set('b', 2);
    for (const { sync } of [phone, laptop, phone]) {
      sync.online();
      await vi.advanceTimersByTimeAsync(4 * marksWindowMs);
    }
    for (const { marks } of [phone, laptop]) expect(marks.toJSON()).toEqual({ a: 1, b: 2 });
  });

  it('tries again when nobody has answered, and not before it is online', async () => {
    const server = new FakeServer();
    const { sync, marks } = device(server);
    marks.set('mine', 1);
    server.failWith = new ProblemError('network', 0, 'no answer');
    sync.online();
    await vi.advanceTimersByTimeAsync(marksWindowMs);
    server.failWith = null;
    sync.offline();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.asked).toHaveLength(1);
    expect(sync.isUnsaved).toBe(true);
    sync.online();
    await vi.advanceTimersByTimeAsync(2 * marksWindowMs);
    expect(server.doc.getMap('read').toJSON()).toEqual({ mine: 1 });
  });

  it('waits after a failure', async () => {
    const server = new FakeServer();
    const { sync } = device(server);
    server.failWith = new ProblemError('unavailable', 503, 'soon');
    sync.online();
    await vi.advanceTimersByTimeAsync(marksWindowMs + retryMarksMs - 1);
    expect(server.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.asked).toHaveLength(2);
  });

  it('tells of marks that the server does not take, and does not insist', async () => {
    const server = new FakeServer();
    const { sync, marks, refused } = device(server);
    sync.online();
    await vi.advanceTimersByTimeAsync(marksWindowMs);
    server.failWith = new ProblemError('invalid', 422, 'no such root');
    marks.set('mine', 1);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(server.asked).toHaveLength(2);
    expect(refused.map(({ code }) => code)).toEqual(['invalid']);
    expect(sync.isUnsaved).toBe(true);
  });
});
