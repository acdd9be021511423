import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import type { ClientFrame } from '../../../src/protocol/frames';
import { DocumentProvider, editWindowMs } from '../../../web/sdk/document-provider';

let doc: Y.Doc;
let sent: ClientFrame[];
let provider: DocumentProvider;
/** The document of the server, as far as the test plays it. */
let remote: Y.Doc;

beforeEach(() => {
  vi.useFakeTimers();
  doc = new Y.Doc();
  remote = new Y.Doc();
  sent = [];
  provider = new DocumentProvider(doc, (frame) => sent.push(frame));
});

afterEach(() => {
  provider.destroy();
  vi.useRealTimers();
});

type Numbered = Extract<ClientFrame, { n: number | null }>;

function updates(): Numbered[] {
  return sent.filter((frame): frame is Numbered => frame.type === 'step2' || frame.type === 'update');
}

/** Both halves of the exchange at the start of a connection. */
function exchange(): void {
  provider.connected();
  provider.receive({ type: 'update', update: Y.encodeStateAsUpdate(remote, Y.encodeStateVector(doc)) });
  provider.receive({ type: 'step2', update: new Uint8Array([0, 0]) });
  provider.receive({ type: 'step1', stateVector: Y.encodeStateVector(remote) });
}

/** Types one letter. */
function type(letter: string): void {
  const text = doc.getText('title');
  text.insert(text.length, letter);
}

describe('the document provider', () => {
  it('S1 asks with SyncStep1 and is loaded when SyncStep2 has come', () => {
    remote.getText('title').insert(0, '京都');
    provider.connected();
    expect(sent).toEqual([{ type: 'step1', stateVector: Y.encodeStateVector(new Y.Doc()) }]);
    provider.receive({ type: 'update', update: Y.encodeStateAsUpdate(remote) });
    expect(provider.progress.loaded).toBe(false);
    provider.receive({ type: 'step2', update: new Uint8Array([0, 0]) });
    expect(provider.progress.loaded).toBe(true);
    expect(doc.getText('title').toString()).toBe('京都');
  });

  it('sends no edit before the server asked, then all of them as one numbered SyncStep2', () => {
    type('a');
    provider.connected();
    type('b');
    expect(updates()).toEqual([]);
    exchange();
    const [answer] = updates();
    expect(answer).toMatchObject({ type: 'step2', n: 1 });
    Y.applyUpdate(remote, answer?.update as Uint8Array);
    expect(remote.getText('title').toString()).toBe('ab');
  });

  it('sends a first edit at once and further ones merged', () => {
    exchange();
    for (const letter of 'kyoto') type(letter);
    expect(updates().map(({ n }) => n)).toEqual([1, 2]);
    vi.advanceTimersByTime(editWindowMs);
    expect(updates().map(({ n }) => n)).toEqual([1, 2, 3]);
    for (const { update } of updates()) Y.applyUpdate(remote, update);
    expect(remote.getText('title').toString()).toBe('kyoto');
  });

  it('never sends more than 30 edits a second (L3)', () => {
    exchange();
    const before = updates().length;
    for (let ms = 0; ms < 1_000; ms += 5) {
      type('x');
      vi.advanceTimersByTime(5);
    }
    expect(updates().length - before).toBeLessThanOrEqual(30);
  });

  it('is saved when the last frame is acknowledged', () => {
    exchange();
    provider.receive({ type: 'saved', n: 1, version: 1 });
    expect(provider.progress).toMatchObject({ saved: true, unsaved: 0 });
    type('a');
    expect(provider.progress).toMatchObject({ saved: false, unsaved: 1 });
    provider.receive({ type: 'saved', n: 2, version: 2 });
    expect(provider.progress).toMatchObject({ saved: true, unsaved: 0 });
  });

  it('does not send back what it received', () => {
    exchange();
    remote.getText('title').insert(0, 'x');
    const before = sent.length;
    provider.receive({ type: 'update', update: Y.encodeStateAsUpdate(remote) });
    vi.advanceTimersByTime(editWindowMs);
    expect(sent).toHaveLength(before);
  });

  it('keeps edits made offline in the document and sends them at the next connection', () => {
    exchange();
    type('a');
    provider.disconnected();
    sent.length = 0;
    type('b');
    type('c');
    expect(provider.progress.unsaved).toBe(3);
    exchange();
    expect(updates()).toHaveLength(1);
    Y.applyUpdate(remote, updates()[0]?.update as Uint8Array);
    expect(remote.getText('title').toString()).toBe('abc');
    provider.receive({ type: 'saved', n: 1, version: 3 });
    expect(provider.progress).toMatchObject({ saved: true, unsaved: 0 });
  });

  it('carries deletions made offline, which a state vector does not see', () => {
    remote.getText('title').insert(0, 'abc');
    exchange();
    provider.disconnected();
    sent.length = 0;
    doc.getText('title').delete(0, 1);
    exchange();
    Y.applyUpdate(remote, updates()[0]?.update as Uint8Array);
    expect(remote.getText('title').toString()).toBe('bc');
  });

  it.each(['rate-limited', 'missing-dependency', 'locked'] as const)(
    'L3 holds back edits after %s until the server asks again',
    (code) => {
      exchange();
      type('a');
      provider.receive({ type: 'refused', n: 2, code });
      vi.advanceTimersByTime(editWindowMs);
      type('b');
      expect(updates().map(({ n }) => n)).toEqual([1, 2]);
      provider.receive({ type: 'step1', stateVector: Y.encodeStateVector(remote) });
      expect(updates().at(-1)).toMatchObject({ type: 'step2', n: 3 });
      provider.receive({ type: 'saved', n: 3, version: 2 });
      expect(provider.progress).toMatchObject({ saved: true, unsaved: 0 });
    },
  );

  it('L2 counts what a full document refused as unsaved, also when a later deletion is stored', () => {
    const refused: string[] = [];
    provider.events.on('refused', (code) => refused.push(code));
    exchange();
    type('a');
    provider.receive({ type: 'refused', n: 2, code: 'document-full' });
    vi.advanceTimersByTime(editWindowMs);
    doc.getText('title').delete(0, 1);
    provider.receive({ type: 'saved', n: 3, version: 2 });
    expect(refused).toEqual(['document-full']);
    expect(provider.progress.unsaved).toBe(2);
  });

  it('A8 keeps back what a reader only deletes: Yjs cleans up formats by itself', () => {
    remote.getText('notes').insert(0, 'abc');
    exchange();
    const before = sent.length;
    provider.setMayEdit(false);
    doc.getText('notes').delete(0, 1);
    expect(sent).toHaveLength(before);
    expect(provider.progress.unsaved).toBe(0);
  });
});

describe('an exchange over HTTP', () => {
  /** Plays the server's part; answers what it lacked. */
  function take(offered: ReturnType<DocumentProvider['offer']>): void {
    if (offered.offer.update !== null) Y.applyUpdate(remote, offered.offer.update);
    offered.taken(Y.encodeStateAsUpdate(remote, offered.offer.stateVector));
  }

  beforeEach(() => provider.setMayEdit(true));

  it('brings everything the first time, and nothing when nothing has changed', () => {
    type('a');
    take(provider.offer());
    expect(remote.getText('title').toString()).toBe('a');
    expect(provider.progress).toEqual({ loaded: true, saved: true, unsaved: 0 });
    expect(provider.offer().offer.update).toBeNull();
  });

  it('brings later edits alone, deletes included', () => {
    type('a');
    type('b');
    take(provider.offer());
    doc.getText('title').delete(0, 1);
    type('c');
    expect(provider.progress).toMatchObject({ saved: false, unsaved: 2 });
    const offered = provider.offer();
    expect(offered.offer.update?.length).toBeLessThan(40);
    take(offered);
    expect(remote.getText('title').toString()).toBe('bc');
    expect(provider.progress).toMatchObject({ saved: true, unsaved: 0 });
  });

  it('does not take for saved what was made while it was on its way', () => {
    type('a');
    const offered = provider.offer();
    type('b');
    take(offered);
    expect(provider.progress).toMatchObject({ saved: false, unsaved: 1 });
    take(provider.offer());
    expect(remote.getText('title').toString()).toBe('ab');
  });

  it('brings it again when it failed', () => {
    type('a');
    provider.offer();
    provider.notTaken();
    expect(provider.progress).toMatchObject({ saved: false, unsaved: 1 });
    take(provider.offer());
    expect(remote.getText('title').toString()).toBe('a');
  });

  it('after a socket brings what that one lacked', () => {
    exchange();
    provider.receive({ type: 'saved', n: 1, version: 1 });
    type('a');
    provider.disconnected();
    const offered = provider.offer();
    take(offered);
    expect(remote.getText('title').toString()).toBe('a');
    expect(provider.progress.saved).toBe(true);
    expect(provider.offer().offer.update).toBeNull();
  });

  it('brings what another tab has made and may not have sent', () => {
    const tab = { name: 'the store' };
    const shared = new DocumentProvider(
      doc,
      () => undefined,
      (origin) => origin === tab,
    );
    const other = new Y.Doc();
    other.getText('title').insert(0, 'tab');
    shared.setMayEdit(true);
    shared.offer().taken(null);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), tab);
    expect(shared.progress.unsaved).toBe(0);
    const { update } = shared.offer().offer;
    Y.applyUpdate(remote, update ?? new Uint8Array());
    expect(remote.getText('title').toString()).toBe('tab');
    shared.destroy();
  });

  it('of a reader brings nothing', () => {
    provider.setMayEdit(false);
    expect(provider.offer().offer.update).toBeNull();
  });

  it('of somebody whose role is not known asks first, and takes nothing for saved that was not brought', () => {
    const unknown = new DocumentProvider(doc, () => undefined);
    type('a');
    const first = unknown.offer();
    expect(first.offer.update).toBeNull();
    first.taken(null);
    expect(unknown.progress).toEqual({ loaded: true, saved: false, unsaved: 1 });
    unknown.setMayEdit(true);
    const second = unknown.offer();
    expect(second.offer.update).not.toBeNull();
    second.taken(null);
    expect(unknown.progress).toEqual({ loaded: true, saved: true, unsaved: 0 });
    unknown.destroy();
  });

  it('that brings nothing does not settle what an earlier program has left on the device', () => {
    const store = { name: 'the store' };
    const unknown = new DocumentProvider(
      doc,
      () => undefined,
      (origin) => origin === store,
    );
    const earlier = new Y.Doc();
    earlier.getText('title').insert(0, 'offline');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(earlier), store);
    unknown.offer().taken(null);
    expect(unknown.progress.saved).toBe(false);
    unknown.destroy();
  });
});
