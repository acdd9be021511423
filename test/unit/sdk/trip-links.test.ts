import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { addLink, linkTitle, readAddress, readLinks, removeLink, shortAddress } from '../../../web/sdk';

let doc: Y.Doc;
beforeEach(() => {
  doc = new Y.Doc();
});

function links(): string[] {
  return readLinks(doc).map(({ id, url }) => `${linkTitle(doc, id)} ${url}`);
}

describe('an address that was typed', () => {
  it.each([
    ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
    [' HTTP://Example.com ', 'http://example.com/'],
    ['example.com/path', 'https://example.com/path'],
    ['www.example.co.jp', 'https://www.example.co.jp/'],
    ['example.com:8080/x', 'https://example.com:8080/x'],
    ['http://localhost:8787', 'http://localhost:8787/'],
    ['日本語.jp/京都', 'https://xn--wgv71a119e.jp/%E4%BA%AC%E9%83%BD'],
  ])('%j is %s', (typed, url) => {
    expect(readAddress(typed)).toEqual({ url, problem: null });
  });

  it.each([
    ['', 'not-an-address'],
    ['Kyoto', 'not-an-address'],
    ['two words.com', 'not-an-address'],
    ['https://', 'not-an-address'],
    ['javascript:alert(1)', 'scheme'],
    ['JavaScript://example.com/%0aalert(1)', 'scheme'],
    ['data:text/html,x', 'scheme'],
    ['mailto:a@example.com', 'scheme'],
    ['ftp://example.com', 'scheme'],
    [`https://example.com/${'x'.repeat(3_000)}`, 'too-long'],
  ])('%j is refused: %s', (typed, problem) => {
    expect(readAddress(typed)).toEqual({ url: null, problem });
  });

  it('is short for people', () => {
    expect(shortAddress('https://www.example.com/')).toBe('example.com');
    expect(shortAddress('https://example.com/a/b/?c=d')).toBe('example.com/a/b');
    expect(shortAddress('https://example.com/%E4%BA%AC%E9%83%BD')).toBe('example.com/京都');
    expect(shortAddress('https://example.com/%E4%BA')).toBe('example.com/%E4%BA');
  });
});

describe('the links of a trip', () => {
  it('R5 are elements with an id, an address and a title of their own', () => {
    const id = addLink(doc, 'https://example.com/inn');
    const element = doc.getArray('attachments').get(0) as Y.Map<unknown>;
    expect(element.toJSON()).toEqual({ id, url: 'https://example.com/inn', title: 'example.com/inn' });
    expect(element.get('title')).toBeInstanceOf(Y.Text);
  });

  it('are deleted, and brought back with their words in their place', () => {
    addLink(doc, 'https://a.example/');
    const id = addLink(doc, 'https://b.example/');
    addLink(doc, 'https://c.example/');
    linkTitle(doc, id)?.insert(0, 'Our ');
    const restore = removeLink(doc, id);
    expect(links()).toEqual(['a.example https://a.example/', 'c.example https://c.example/']);
    restore();
    expect(links()).toEqual(['a.example https://a.example/', 'Our b.example https://b.example/', 'c.example https://c.example/']);
  });

  it('that somebody else has deleted meanwhile stay away', () => {
    expect(removeLink(doc, 'nothing')()).toBeNull();
  });

  it('show no address that is none', () => {
    const element = new Y.Map<unknown>([
      ['id', 'x'],
      ['url', 'javascript:alert(1)'],
      ['title', new Y.Text('x')],
    ]);
    doc.getArray('attachments').push([element, 'junk', new Y.Map()]);
    expect(readLinks(doc)).toEqual([{ id: 'x', url: null }]);
  });
});
