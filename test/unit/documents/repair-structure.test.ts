import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { TestClient } from '../../support/test-client';
import { Room, takeNotices } from './room';

/** A document with content in each root, a reader, and somebody who is up to no good. */
function invaded(work: (doc: Y.Doc) => void): { room: Room; reader: TestClient; mallory: TestClient; before: unknown } {
  const room = new Room();
  const reader = room.join('ben');
  reader.doc.getText('title').insert(0, 'Kyoto');
  reader.doc.getText('notes').insert(0, 'Pack light');
  reader.doc.getMap('details').set('destination', 'Japan');
  reader.doc.getMap('budget').set('JPY', 90_000);
  reader.doc.getArray('itinerary').push([
    new Y.Map<unknown>([
      ['id', 'temple'],
      ['notes', new Y.Text('Bring water')],
    ]),
  ]);
  reader.doc.getArray('attachments').push([new Y.Map<unknown>([['id', 'ticket']])]);
  room.settle();
  const before = contentOf(room);
  // Without the roots of the document in place, a Yjs client may take any name for any kind.
  const mallory = room.join('anna', { sdk: true });
  mallory.doc.transact(() => work(mallory.doc));
  room.settle();
  return { room, reader, mallory, before };
}

function contentOf(room: Room): unknown {
  const { metadata: _, ...content } = room.view();
  return content;
}

function expectUntouched({ room, reader, mallory, before }: ReturnType<typeof invaded>): void {
  expect(mallory.isOpen).toBe(true);
  expect(contentOf(room)).toEqual(before);
  expect(Y.encodeStateVector(reader.doc)).toEqual(Y.encodeStateVector(room.doc));
  const late = room.join('chloe');
  expect(late.doc.getText('title').toString()).toBe('Kyoto');
  expect(late.doc.getText('title').toDelta()).toEqual([{ insert: 'Kyoto' }]);
  expect(late.doc.getArray('itinerary').length).toBe(1);
}

describe('repair of structure', () => {
  const attacks: Record<string, (doc: Y.Doc) => void> = {
    'an unknown root map': (doc) => doc.getMap('secrets').set('x', 1),
    'an unknown root text': (doc) => doc.getText('secrets').insert(0, 'hidden'),
    'an unknown root with nested types': (doc) => doc.getMap('secrets').set('deep', new Y.Map([['deeper', new Y.Array()]])),
    'a root named __proto__': (doc) => doc.getMap('__proto__').set('polluted', true),
    'a root named constructor': (doc) => doc.getArray('constructor').push([1]),
    'a register as a root': (doc) => doc.getText('start_date').insert(0, '2027-05-01'),
    'an undeclared key of the registers': (doc) => doc.getMap('details').set('admin', true),
    'a prototype key of the registers': (doc) => doc.getMap('details').set('__proto__', { admin: true }),
    'a text as a register': (doc) => doc.getMap('details').set('title', 'Rome'),
    'a list in the registers': (doc) => doc.getArray('details').push(['x']),
    'a key of a text': (doc) => doc.getText('title').setAttribute('x', 1 as never),
    'an embed in a plain text': (doc) => doc.getText('title').insertEmbed(0, { image: 'https://example.com/x.png' }),
    'a format in a plain text': (doc) => doc.getText('title').format(0, 5, { bold: true }),
    'a type embedded in a plain text': (doc) => doc.getText('title').insertEmbed(2, new Y.Map([['x', 1]])),
    'an embed in the rich text': (doc) => doc.getText('notes').insertEmbed(0, { script: 'alert(1)' }),
    'an unknown format in the rich text': (doc) => doc.getText('notes').format(0, 4, { onclick: 'alert(1)' }),
    'a prototype format in the rich text': (doc) => doc.getText('notes').format(0, 4, { constructor: true } as never),
    'a link that runs': (doc) => doc.getText('notes').format(0, 4, { link: 'javascript:alert(1)' }),
    'a link with a data address': (doc) => doc.getText('notes').format(0, 4, { link: 'data:text/html,<script>1</script>' }),
    'a bold that is not true': (doc) => doc.getText('notes').format(0, 4, { bold: { evil: 1 } as never }),
    'a string in a list': (doc) => doc.getText('itinerary').insert(0, 'abc'),
    'a number in a list': (doc) => doc.getArray('itinerary').push([5]),
    'an array in a list': (doc) => doc.getArray('itinerary').push([['x']]),
    'bytes in a list': (doc) => doc.getArray('itinerary').push([Uint8Array.of(1)]),
    'a text in a list': (doc) => doc.getArray('itinerary').push([new Y.Text('x')]),
    'an XML element in a list': (doc) => doc.getArray('itinerary').push([new Y.XmlElement('p')]),
    'a sub-document in a list': (doc) => doc.getArray('itinerary').push([new Y.Doc()]),
    'a sub-document in a register': (doc) => doc.getMap('details').set('cover', new Y.Doc()),
    'a plain object with a prototype key': (doc) =>
      doc.getArray('itinerary').push([JSON.parse('{"id":"x","__proto__":{"admin":true}}') as object]),
    'a plain object with a forbidden key': (doc) => doc.getArray('itinerary').push([{ id: 'x', prototype: {} }]),
    'a key of a list': (doc) => doc.getMap('itinerary').set('temple', { id: 'x' }),
    'a lower-case currency': (doc) => doc.getMap('budget').set('jpy', 1),
    'a prototype key of the budget': (doc) => doc.getMap('budget').set('__proto__', 1),
    'a list as the budget': (doc) => doc.getArray('budget').push([1]),
    'an undeclared key of an element': (doc) => element(doc).set('admin', true),
    'an undeclared type in an element': (doc) => element(doc).set('admin', new Y.Text('x')),
    'a prototype key of an element': (doc) => element(doc).set('__proto__', { admin: true }),
    'a list in an element': (doc) => pushInto(element(doc)),
    'an embed in the text of an element': (doc) => (element(doc).get('title') as Y.Text).insertEmbed(0, { x: 1 }),
    'a format in the text of an element': (doc) => (element(doc).get('notes') as Y.Text).format(0, 5, { bold: true }),
  };

  it.each(Object.keys(attacks))('[R1] removes %s', (name) => {
    expectUntouched(invaded(attacks[name] as (doc: Y.Doc) => void));
  });

  it.each([
    ['getMap', 'title', (doc: Y.Doc): unknown => doc.getMap('title').set('x', 1)],
    ['getArray', 'title', (doc: Y.Doc): unknown => doc.getArray('title').push([{ a: 1 }])],
    ['getXmlFragment', 'title', (doc: Y.Doc): unknown => doc.getXmlFragment('title').insert(0, [new Y.XmlElement('p')])],
    ['getText', 'itinerary', (doc: Y.Doc): unknown => doc.getText('itinerary').insert(0, 'abc', { bold: true })],
    ['getMap', 'itinerary', (doc: Y.Doc): unknown => doc.getMap('itinerary').set('k', 1)],
    ['getText', 'details', (doc: Y.Doc): unknown => doc.getText('details').insert(0, 'abc')],
    ['getText', 'budget', (doc: Y.Doc): unknown => doc.getText('budget').insert(0, 'abc')],
    ['getMap', 'attachments', (doc: Y.Doc): unknown => doc.getMap('attachments').set('k', 1)],
  ] as const)('[R1] removes what a client with %s(%j) writes', (_, __, work) => {
    const room = new Room();
    const reader = room.join('ben');
    reader.doc.getText('title').insert(0, 'Kyoto');
    room.settle();
    const stranger = new TestClient(room.harness, { ...reader.identity, id: 'anna' });
    // Its roots get the wrong kind before anything arrives.
    work(stranger.doc);
    stranger.settle();
    room.settle();
    expect(room.view()).toMatchObject({ title: 'Kyoto', itinerary: [], budget: {}, attachments: [], start_date: null });
    expect(room.doc.getText('title').getAttributes()).toEqual({});
    expect(reader.doc.getText('title').toDelta()).toEqual([{ insert: 'Kyoto' }]);
  });

  it('[R1] leaves nothing of a deleted unknown root behind but its length', () => {
    const { room } = invaded((doc) => doc.getText('secrets').insert(0, 'a secret that nobody should keep'));
    const text = new TextDecoder().decode(Y.encodeStateAsUpdate(room.doc));
    expect(text).not.toContain('secret that');
  });

  it('[R1] keeps what is good in an update that has something bad in it', () => {
    const { room, reader } = invaded((doc) => {
      doc.getText('title').insert(5, ' in May');
      doc.getText('title').insertEmbed(0, { x: 1 });
      doc.getMap('secrets').set('x', 1);
    });
    expect(room.view().title).toBe('Kyoto in May');
    expect(reader.doc.getText('title').toString()).toBe('Kyoto in May');
  });

  it('[R1] keeps every format of the allow-list', () => {
    const { room } = invaded((doc) => {
      const formats = { bold: true, italic: true, underline: true, strike: true, header: 2, list: 'checked' };
      doc.getText('notes').format(0, 4, { ...formats, link: 'https://example.com/' });
    });
    expect(room.view().notes[0]).toEqual({
      insert: 'Pack',
      attributes: {
        bold: true,
        italic: true,
        underline: true,
        strike: true,
        header: 2,
        list: 'checked',
        link: 'https://example.com/',
      },
    });
  });

  it('[R1] leaves no place, day or order on an element of a list that has no places', () => {
    const { room, reader, before } = invaded((doc) => {
      const ticket = doc.getArray<Y.Map<unknown>>('attachments').get(0);
      ticket.set('day', new Y.Map([['x', 1]]));
      ticket.set('order', 'V');
      ticket.set('place', { day: 1, order: 'V' });
    });
    expect(contentOf(room)).toEqual(before);
    expect([...reader.doc.getArray<Y.Map<unknown>>('attachments').get(0).keys()].sort()).toEqual(['id', 'title']);
  });

  it('[R1] nobody sees the broken state', () => {
    const room = new Room();
    const reader = room.join('ben');
    const seen: string[] = [];
    reader.doc.getText('title').observe(() => void seen.push(JSON.stringify(reader.doc.getText('title').toDelta())));
    const mallory = room.join('anna');
    mallory.doc.transact(() => {
      mallory.doc.getText('title').insert(0, 'Kyoto');
      mallory.doc.getText('title').insertEmbed(0, { x: 1 });
    });
    room.settle();
    expect(seen).toEqual(['[{"insert":"Kyoto"}]']);
    expect(room.harness.storage.log.tail()).toHaveLength(1);
  });

  it('[R1] does not pollute a prototype', () => {
    invaded((doc) => {
      doc.getMap('details').set('__proto__', { polluted: true });
      doc.getArray('itinerary').push([JSON.parse('{"__proto__":{"polluted":true}}') as object]);
    });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('[R1] asks for no notice when nothing was set back but a misfit', () => {
    const { mallory } = invaded((doc) => doc.getMap('secrets').set('x', 1));
    expect(takeNotices(mallory).filter(({ code }) => code !== 'repaired')).toEqual([]);
  });
});

function element(doc: Y.Doc): Y.Map<unknown> {
  return doc.getArray<Y.Map<unknown>>('itinerary').get(0);
}

/** Inserts a list item into a map, which no Yjs client does by itself. */
function pushInto(map: Y.Map<unknown>): void {
  Y.Array.prototype.push.call(map as unknown as Y.Array<unknown>, ['x']);
}
