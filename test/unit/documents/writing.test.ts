import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { EngineHarness, person } from '../../support/engine-harness';
import { TestClient } from '../../support/test-client';

function twoEditors(): { harness: EngineHarness; anna: TestClient; ben: TestClient } {
  const harness = new EngineHarness({ members: { anna: 'editor', ben: 'editor' } });
  const anna = new TestClient(harness, person('anna'), { sdk: true });
  const ben = new TestClient(harness, person('ben'));
  anna.settle();
  ben.settle();
  harness.journal.length = 0;
  return { harness, anna, ben };
}

describe('writing', () => {
  it('[W1] does not wait on a quiet document', () => {
    const { anna, ben } = twoEditors();
    anna.doc.getText('title').insert(0, 'Kyoto');
    anna.settle();
    ben.receive();
    expect(ben.doc.getText('title').toString()).toBe('Kyoto');
  });

  it('[W1] waits at most the window on a busy document, and sends one frame for many edits', () => {
    const { harness, anna, ben } = twoEditors();
    for (let i = 0; i < 40; i++) new TestClient(harness, person('owner')).receive();
    const reader = new TestClient(harness, person('owner'));
    reader.settle();
    const versions = harness.storage.log.head();
    for (let i = 0; i < 60; i++) {
      (i % 2 === 0 ? anna : ben).doc.getText('title').insert(0, 'x');
      anna.sendUpdates();
      ben.sendUpdates();
    }
    harness.advance(50);
    expect(harness.storage.log.head()).toBe(versions + 60);
    expect(harness.take(reader.session).filter(({ type }) => type === 'update').length).toBeLessThan(60);
  });

  it('[W2] gives each accepted update the next version', () => {
    const { harness, anna, ben } = twoEditors();
    anna.doc.getText('title').insert(0, 'a');
    anna.settle();
    ben.settle();
    ben.doc.getText('title').insert(1, 'b');
    ben.settle();
    const rows = harness.storage.log.tail();
    expect(rows.map(({ version, actor, touched }) => ({ version, actor, touched }))).toEqual([
      { version: 1, actor: 'anna', touched: ['/title'] },
      { version: 2, actor: 'ben', touched: ['/title'] },
    ]);
  });

  it('[W3] appends, then broadcasts, then acknowledges', () => {
    const { harness, anna, ben } = twoEditors();
    anna.doc.getText('title').insert(0, 'a');
    anna.sendUpdates();
    expect(harness.journal).toEqual(['append', `send ${ben.session}`, `send ${anna.session}`]);
    expect(harness.take(anna.session)).toEqual([{ type: 'saved', n: 2, version: 1 }]);
  });

  it('[W4] closes everyone with a retry code when the append fails, and reads the log again', () => {
    const { harness, anna, ben } = twoEditors();
    anna.doc.getText('title').insert(0, 'kept');
    anna.settle();
    harness.storage.beforeCommit = () => {
      throw new Error('disk full');
    };
    anna.doc.getText('title').insert(0, 'lost ');
    anna.sendUpdates();
    expect(harness.closed.get(anna.session)?.code).toBe(1013);
    expect(harness.closed.get(ben.session)?.code).toBe(1013);
    expect(harness.engine.state.live().doc.getText('title').toString()).toBe('kept');
    harness.storage.beforeCommit = () => {};
    anna.reconnect();
    anna.settle();
    expect(harness.engine.state.live().doc.getText('title').toString()).toBe('lost kept');
  });

  it('[W5] does not send a row back to the only session it came from', () => {
    const { harness, anna } = twoEditors();
    anna.doc.getText('title').insert(0, 'a');
    anna.sendUpdates();
    expect(harness.take(anna.session).map(({ type }) => type)).toEqual(['saved']);
  });

  it('[W6] acknowledges cumulatively', () => {
    const { anna } = twoEditors();
    for (const letter of 'abc') anna.doc.getText('title').insert(0, letter);
    anna.settle();
    expect(anna.saved).toBe(anna.n);
  });

  it('[W7] flushes before it answers a SyncStep1', () => {
    const { harness, anna } = twoEditors();
    for (let i = 0; i < 45; i++) new TestClient(harness, person('owner'));
    for (let i = 0; i < 50; i++) anna.doc.getText('title').insert(0, 'x');
    anna.sendUpdates();
    const late = new TestClient(harness, person('ben'));
    late.receive();
    expect(late.doc.getText('title').length).toBe(50);
  });

  it('[W8] acknowledges an update without an effect and writes no row', () => {
    const { harness, anna } = twoEditors();
    anna.doc.getText('title').insert(0, 'a');
    anna.settle();
    const head = harness.storage.log.head();
    harness.send(anna.session, { type: 'update', update: Y.encodeStateAsUpdate(anna.doc), n: 99 });
    anna.receive();
    expect(anna.saved).toBe(99);
    expect(harness.storage.log.head()).toBe(head);
  });
});
