import { describe, expect, it } from 'vitest';
import { changesLines, misshownLines } from '../../../../web/app/notes/line-formats';
import { notesHtml } from '../../../../web/app/notes/notes-html';
import { blocksOf, editorLines, linesOf } from '../../../../web/app/notes/notes-lines';
import { pastedOps, shownOps } from '../../../../web/app/notes/notes-ops';
import { formatsOfStyle } from '../../../../web/app/notes/style-formats';
import { noteFormats } from '../../../../web/sdk';

describe('what is pasted into the notes', () => {
  it('keeps every format that notes may carry', () => {
    const formats = {
      bold: true,
      italic: true,
      underline: true,
      strike: true,
      header: 2,
      list: 'checked',
      link: 'https://a.example/',
    };
    expect(Object.keys(formats).sort()).toEqual([...noteFormats].sort());
    expect(pastedOps([{ insert: 'x', attributes: formats }])).toEqual([{ insert: 'x', attributes: formats }]);
  });

  it.each([
    ['colours and sizes', { color: 'red', background: '#000', size: 'huge', font: 'serif', align: 'right' }],
    ['levels of a list', { indent: 2 }],
    ['code', { 'code-block': true }],
    ['a script as an address', { link: 'javascript:alert(1)' }],
    ['a mail address', { link: 'mailto:a@b.example' }],
    ['an address without a host', { link: 'about:blank' }],
    ['an endless address', { link: `https://a.example/${'x'.repeat(3_000)}` }],
    ['a list that does not exist', { list: 'roman' }],
    ['a prototype', { constructor: true }],
  ])('loses %s', (_, attributes) => {
    expect(pastedOps([{ insert: 'x', attributes }])).toEqual([{ insert: 'x' }]);
  });

  it('loses pictures and films, and keeps the words around them', () => {
    const ops = [
      { insert: 'a' },
      { insert: { image: 'https://a.example/x.png' } },
      { insert: { video: 'x' } },
      { insert: 'b\r\nc' },
    ];
    expect(pastedOps(ops)).toEqual([{ insert: 'a' }, { insert: 'b\nc' }]);
  });

  it('makes a deep heading the deepest that there is', () => {
    expect(pastedOps([{ insert: '\n', attributes: { header: 5 } }])).toEqual([{ insert: '\n', attributes: { header: 3 } }]);
  });
});

describe('what the editor is given of a change', () => {
  it('keeps every length, whatever it is', () => {
    const ops = shownOps([
      { retain: 3, attributes: { color: 'red', bold: null } },
      { insert: { image: 'x' }, attributes: { width: 3 } },
      { insert: 'a\r\nb\rc', attributes: { script: 'super', italic: true } },
      { delete: 2 },
    ]);
    expect(ops).toEqual([
      { retain: 3, attributes: { bold: null } },
      { insert: '\ufffc' },
      { insert: 'a \nb\nc', attributes: { italic: true } },
      { delete: 2 },
    ]);
  });
});

const content = [
  { insert: 'Day 1' },
  { insert: '\n', attributes: { header: 2 } },
  { insert: 'Meet at ' },
  { insert: 'Kyoto', attributes: { bold: true, link: 'https://k.example/?a=1&b=2' } },
  { insert: '\n\nticket' },
  { insert: '\n', attributes: { list: 'checked' } },
  { insert: '<b>"passport"</b>' },
  { insert: '\n', attributes: { list: 'unchecked' } },
  { insert: 'one' },
  { insert: '\n', attributes: { list: 'ordered' } },
  { insert: 'end' },
];

describe('the notes line by line', () => {
  it('have the format that stands at the end of each line', () => {
    const shown = linesOf(content).map(({ heading, list, runs }) => [heading, list, runs.map(({ text }) => text).join('|')]);
    expect(shown).toEqual([
      [2, null, 'Day 1'],
      [0, null, 'Meet at |Kyoto'],
      [0, null, ''],
      [0, 'checked', 'ticket'],
      [0, 'unchecked', '<b>"passport"</b>'],
      [0, 'ordered', 'one'],
      [0, null, 'end'],
    ]);
    expect(blocksOf(linesOf(content)).map((block) => block.length)).toEqual([1, 1, 1, 3, 1]);
  });

  it('are nothing when they are empty', () => {
    expect(linesOf([])).toEqual([]);
    expect(linesOf([{ insert: 'a\n' }])).toHaveLength(1);
    expect(editorLines([])).toEqual([]);
    expect(editorLines([{ insert: 'a' }])).toHaveLength(1);
    expect(editorLines([{ insert: 'a\n' }])).toHaveLength(2);
  });

  it('show no link that leads anywhere but to the web', () => {
    const [line] = linesOf([{ insert: 'x', attributes: { link: 'javascript:alert(1)' } }]);
    expect(line?.runs[0]?.link).toBeNull();
  });
});

describe('notes that are copied', () => {
  it('are HTML in which words are only words', () => {
    expect(notesHtml(content)).toBe(
      '<h2>Day 1</h2><p>Meet at <a href="https://k.example/?a=1&amp;b=2"><strong>Kyoto</strong></a></p><p><br></p>' +
        '<ul><li data-list="checked">ticket</li><li data-list="unchecked">&lt;b&gt;&quot;passport&quot;&lt;/b&gt;</li>' +
        '<li>one</li></ul><p>end</p>',
    );
  });

  it('stay part of a line where no line ends in them', () => {
    expect(notesHtml([{ insert: 'Kyo' }, { insert: 'to', attributes: { italic: true } }])).toBe('Kyo<em>to</em>');
  });
});

describe('the style of something pasted', () => {
  it.each([
    ['font-weight: 700', { bold: true }],
    ['FONT-WEIGHT:BOLD;color:red', { bold: true }],
    ['font-weight:400', {}],
    ['font-style: italic; text-decoration: underline line-through', { italic: true, underline: true, strike: true }],
    ['text-decoration-line:none;font-style:normal', {}],
    ['', {}],
  ])('%j means %j', (style, formats) => {
    expect(formatsOfStyle(style)).toEqual(formats);
  });
});

describe('lines that two people have given two formats at once', () => {
  const twofold = [
    { insert: 'a' },
    { insert: '\n', attributes: { header: 1, list: 'bullet' } },
    { insert: 'b' },
    { insert: '\n', attributes: { header: 2 } },
    { insert: 'c\n' },
  ];

  it('are shown as a list by everybody', () => {
    const asHeading = [{ insert: 'a' }, { insert: '\n', attributes: { header: 1 } }, ...twofold.slice(2)];
    expect(misshownLines(twofold, asHeading)).toEqual([{ index: 1, formats: { header: false, list: 'bullet' } }]);
    const asList = [{ insert: 'a' }, { insert: '\n', attributes: { list: 'bullet' } }, ...twofold.slice(2), { insert: '\n' }];
    expect(misshownLines(twofold, asList)).toEqual([]);
  });

  it('are looked for when a change gives lines another format', () => {
    expect(changesLines([{ retain: 1 }, { retain: 1, attributes: { header: null } }])).toBe(true);
    expect(
      changesLines([
        { insert: '\n', attributes: { list: 'bullet' } },
        { retain: 2, attributes: { bold: true } },
      ]),
    ).toBe(false);
  });
});
