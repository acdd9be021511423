import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { maxTailBytes, maxTailRows } from '../../../../web/sdk/offline/document-log';
import type { ChannelFactory } from '../../../../web/sdk/offline/tab-channel';
import { Device, tripId, typed } from './device';

let device: Device;
beforeEach(() => {
  device = new Device();
});

/** Opens the document in a new program, and ends that. */
async function kept(): Promise<{ text: string; inherited: number }> {
  const { stored, text } = await device.tab({ channels: null }).open();
  const { inherited } = stored;
  await stored.destroy();
  return { text, inherited };
}

async function rows(): Promise<number> {
  return (await device.records()).filter(({ store }) => store === 'rows').length;
}

describe('a document on the device', () => {
  it('comes back as it was left', async () => {
    const first = await device.tab().open();
    first.type('Kyoto');
    await first.stored.destroy();
    expect(await kept()).toMatchObject({ text: 'Kyoto' });
  });

  it('keeps edits made while it is still loading, and what was in the doc before', async () => {
    const first = device.tab().bind();
    first.type('early');
    await first.stored.destroy();

    const doc = new Y.Doc();
    doc.getText('notes').insert(0, 'before ');
    const stored = device.tab().store.openDocument(tripId, doc);
    await stored.destroy();
    const { text, inherited } = await kept();
    expect(text).toContain('early');
    expect(text).toContain('before ');
    expect(inherited).toBe(2);
  });

  it('is loaded in one transaction whose origin is the binding', async () => {
    const first = await device.tab().open();
    first.type('a');
    await first.stored.destroy();
    const again = await device.tab().open();
    again.type('b');
    await again.stored.destroy();

    const third = device.tab().bind();
    const origins: unknown[] = [];
    third.doc.on('update', (_update, origin) => origins.push(origin));
    await third.stored.whenLoaded;
    expect(third.text).toBe('ab');
    expect(origins).toEqual([third.stored]);
  });

  it('is there when it is opened again at once, before the former binding has finished to write', async () => {
    const tab = device.tab({ channels: null });
    const first = await tab.open();
    first.type('not yet written');
    void first.stored.destroy();
    expect((await tab.open()).text).toBe('not yet written');
  });

  it('does not change a doc any more whose binding has ended', async () => {
    const first = await device.tab().open();
    first.type('a');
    await first.stored.destroy();
    let ended: Promise<void> | undefined;
    const channels: ChannelFactory = (name) => {
      // The rows are just about to be read.
      ended = second.stored.destroy();
      return device.hub.factory(name);
    };
    const second = device.tab({ channels }).bind();
    await second.stored.whenLoaded;
    await ended;
    expect(second.text).toBe('');
    expect((await kept()).text).toBe('a');
  });

  it('writes what comes in one go as one row', async () => {
    const { stored, doc } = await device.tab().open();
    for (let i = 0; i < 50; i++) doc.getText('notes').insert(i, 'x');
    await stored.destroy();
    expect(await rows()).toBe(1);
  });

  it('lets what the server brings wait for a moment, but no edit', async () => {
    const opened = await device.tab({ leisureMs: 3_600_000 }).open();
    opened.receive(typed('a'));
    await opened.stored.written;
    expect(await rows()).toBe(1);
    opened.receive(typed('b'));
    await opened.stored.written;
    expect(await rows()).toBe(1);
    opened.type('c');
    await opened.stored.written;
    expect(await rows()).toBe(2);
    expect([...(await kept()).text].sort()).toEqual(['a', 'b', 'c']);
    await opened.stored.destroy();
  });

  it('writes that once the moment is over', async () => {
    const opened = await device.tab({ leisureMs: 20 }).open();
    for (const text of ['a', 'b']) {
      opened.receive(typed(text));
      await opened.stored.written;
    }
    await vi.waitFor(async () => expect(await rows()).toBe(2));
    await opened.stored.destroy();
  });

  it('replaces its rows by one when they are many', async () => {
    const opened = await device.tab().open();
    for (let i = 0; i < maxTailRows + 5; i++) {
      opened.type('x');
      await opened.stored.written;
    }
    expect(await rows()).toBeLessThan(10);
    await opened.stored.destroy();
    expect((await kept()).text).toBe('x'.repeat(maxTailRows + 5));
  });

  it('counts the rows of earlier programs for that, too', async () => {
    for (let i = 0; i < 3; i++) {
      const opened = await device.tab({ channels: null }).open();
      for (let n = 0; n < maxTailRows / 2; n++) {
        opened.type('x');
        await opened.stored.written;
      }
      await opened.stored.destroy();
    }
    expect(await rows()).toBeLessThanOrEqual(maxTailRows);
    expect((await kept()).text).toHaveLength((maxTailRows / 2) * 3);
  });
});

describe('marks of unsaved edits', () => {
  it('survive the program', async () => {
    const first = await device.tab().open();
    first.type('a');
    first.type('b');
    await first.stored.destroy();
    expect(await kept()).toEqual({ text: 'ab', inherited: 2 });
    expect(await device.tab().store.documents()).toMatchObject([{ id: tripId, unsaved: 2 }]);
  });

  it('tell under which client id the edits were made, until they are settled', async () => {
    const first = await device.tab().open();
    first.type('a');
    await first.stored.destroy();
    const { stored } = await device.tab({ channels: null }).open();
    expect(stored.inheritedClients).toEqual([first.doc.clientID]);
    stored.settled();
    expect(stored.inheritedClients).toEqual([]);
  });

  it('go when the server has the edits', async () => {
    const first = await device.tab().open();
    first.type('a');
    first.stored.settled();
    await first.stored.destroy();
    expect(await kept()).toEqual({ text: 'a', inherited: 0 });
  });

  it('go with those that were inherited', async () => {
    const first = await device.tab().open();
    first.type('a');
    await first.stored.destroy();
    const second = await device.tab().open();
    const told: number[] = [];
    second.stored.events.on('inherited', (inherited) => told.push(inherited));
    second.stored.settled();
    expect(second.stored.inherited).toBe(0);
    expect(told).toEqual([0]);
    await second.stored.destroy();
    expect((await kept()).inherited).toBe(0);
  });

  it('stay for what was edited after the server had everything', async () => {
    const first = await device.tab().open();
    first.type('a');
    first.stored.settled();
    first.type('b');
    await first.stored.destroy();
    expect((await kept()).inherited).toBe(1);
  });

  it('are not made by what the server brings, which is kept all the same', async () => {
    const first = await device.tab().open();
    first.receive(typed('from the server'));
    await first.stored.destroy();
    expect(await kept()).toEqual({ text: 'from the server', inherited: 0 });
  });

  it('stay when their tab has edited on since they were read', async () => {
    const first = await device.tab({ channels: null }).open();
    first.type('a');
    await first.stored.written;
    const second = await device.tab({ channels: null }).open();
    expect(second.stored.inherited).toBe(1);
    first.type('b');
    await first.stored.written;
    second.stored.settled();
    await second.stored.destroy();
    expect((await kept()).inherited).toBe(2);
  });
});

describe('several tabs', () => {
  it('see what the others edit, and do not store it twice or count it as their own', async () => {
    const [first, second] = [await device.tab().open(), await device.tab().open()];
    const arrived = nextUpdate(second.doc);
    first.type('from the first');
    expect(await arrived).toBe(second.stored);
    expect(second.text).toBe('from the first');
    await Promise.all([first.stored.destroy(), second.stored.destroy()]);
    expect(await rows()).toBe(1);
    expect((await kept()).inherited).toBe(1);
  });

  it('are not told what came from the server', async () => {
    const [first, second] = [await device.tab().open(), await device.tab().open()];
    first.receive(typed('from the server'));
    await first.stored.written;
    first.type('!');
    await first.stored.written;
    await device.hub.delivered();
    // What was typed needs what the server brought: the second tab has to hear that from the server itself.
    expect(second.text).toBe('');
    second.receive(Y.encodeStateAsUpdate(first.doc));
    expect(second.text).toBe('from the server!');
  });

  it('do not listen to one that has another life of the document', async () => {
    const names: string[] = [];
    const channels: ChannelFactory = (name) => {
      names.push(name);
      return device.hub.factory(name);
    };
    const first = await device.tab({ channels }).open();
    first.type('a');
    await first.stored.written;
    const stranger = device.hub.factory(names.join());
    stranger.postMessage({ kind: 'edits', epoch: 'another', updates: [typed('b')], row: null });
    stranger.postMessage({ kind: 'discarded', epoch: 'another' });
    await device.hub.delivered();
    expect(first.text).toBe('a');
    first.type('c');
    await first.stored.destroy();
    expect((await kept()).text).toBe('ac');
  });

  it('never remove a row of another one whose content they lack', async () => {
    const [first, second] = [await device.tab({ channels: null }).open(), await device.tab({ channels: null }).open()];
    second.type('second ');
    await second.stored.written;
    for (let i = 0; i < maxTailRows + 5; i++) {
      first.type('x');
      await first.stored.written;
    }
    await Promise.all([first.stored.destroy(), second.stored.destroy()]);
    const { text } = await kept();
    expect(text).toContain('second ');
    expect(text).toHaveLength('second '.length + maxTailRows + 5);
  });

  it('never remove what another one has written as a whole', async () => {
    const [first, second] = [await device.tab().open(), await device.tab().open()];
    const long = 'x'.repeat(maxTailBytes);
    for (const text of [long, long]) {
      first.receive(typed(text));
      await first.stored.written;
    }
    first.type('a');
    await first.stored.written;
    await device.hub.delivered();
    for (const text of [long, long, 'b']) {
      second.type(text);
      await second.stored.written;
    }
    await Promise.all([first.stored.destroy(), second.stored.destroy()]);
    expect((await kept()).text).toHaveLength(4 * maxTailBytes + 2);
  });

  it('remove the rows of another one that they know', async () => {
    const [first, second] = [await device.tab().open(), await device.tab().open()];
    for (let i = 0; i < maxTailRows + 5; i++) {
      const arrived = nextUpdate(i % 2 ? first.doc : second.doc);
      (i % 2 ? second : first).type('x');
      await arrived;
    }
    await Promise.all([first.stored.destroy(), second.stored.destroy()]);
    expect(await rows()).toBeLessThan(10);
    expect((await kept()).text).toHaveLength(maxTailRows + 5);
  });
});

/** The origin of the next update that another tab brings. */
function nextUpdate(doc: Y.Doc): Promise<unknown> {
  return new Promise((resolve) => doc.once('update', (_update: Uint8Array, origin: unknown) => resolve(origin)));
}

describe('a discarded document', () => {
  it('is not kept any more', async () => {
    const first = await device.tab().open();
    first.type('refused');
    await first.stored.discard();
    expect(await kept()).toEqual({ text: '', inherited: 0 });
    expect(await device.tab().store.documents()).toEqual([]);
  });

  it('is gone for a binding that is made at once', async () => {
    const tab = device.tab();
    const first = await tab.open();
    first.type('refused');
    void first.stored.discard();
    const second = await tab.open();
    expect(second.text).toBe('');
    second.type('new');
    await second.stored.destroy();
    expect((await kept()).text).toBe('new');
  });

  it('is told to the other tabs, who write nothing of it any more', async () => {
    const [first, second] = [await device.tab().open(), await device.tab().open()];
    first.type('refused');
    await nextUpdate(second.doc);
    const discarded = new Promise((resolve) => second.stored.events.on('discarded', resolve));
    await first.stored.discard();
    await discarded;
    second.type('more');
    await second.stored.destroy();
    expect((await kept()).text).toBe('');
  });

  it('that is opened anew is not discarded by a tab that still had the former one', async () => {
    const [first, second] = [await device.tab({ channels: null }).open(), await device.tab({ channels: null }).open()];
    first.type('refused');
    await first.stored.written;
    second.type('refused too');
    await second.stored.written;
    await first.stored.discard();
    const anew = await device.tab({ channels: null }).open();
    anew.type('good');
    await anew.stored.written;
    await second.stored.discard();
    await anew.stored.destroy();
    expect((await kept()).text).toBe('good');
  });

  it('is no concern of a tab that opened it later', async () => {
    const first = await device.tab().open();
    first.type('refused');
    await first.stored.written;
    const removed = device.tab({ channels: null });
    const other = await removed.open();
    await other.stored.discard();
    const anew = await device.tab().open();
    const heard: string[] = [];
    anew.stored.events.on('discarded', () => heard.push('discarded'));
    await first.stored.discard();
    await device.hub.delivered();
    anew.type('good');
    await anew.stored.destroy();
    expect(heard).toEqual([]);
    expect((await kept()).text).toBe('good');
  });

  it('is noticed by another tab at its next edit where tabs cannot talk', async () => {
    const first = await device.tab({ channels: null }).open();
    first.type('refused');
    await first.stored.written;
    const second = await device.tab({ channels: null }).open();
    await second.stored.written;
    await first.stored.discard();
    const discarded = new Promise((resolve) => second.stored.events.on('discarded', resolve));
    second.type('more');
    await discarded;
    expect(await kept()).toEqual({ text: '', inherited: 0 });
  });
});
