import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { bindText, type TextElement } from '../../../web/sdk/text-binding';

/** An input without a page around it. Carets are written `|` in the texts of these tests. */
class FakeInput extends EventTarget {
  value = '';
  selectionStart = 0;
  selectionEnd = 0;
  /** How often the caret was set from outside. */
  caretMoves = 0;

  setSelectionRange(start: number, end: number): void {
    this.caretMoves += 1;
    this.selectionStart = start;
    this.selectionEnd = end;
  }

  /** What a person would see. */
  get shown(): string {
    return `${this.value.slice(0, this.selectionEnd)}|${this.value.slice(this.selectionEnd)}`;
  }

  /** The person (or their input method) makes the element show this. */
  become(shown: string, event = 'input'): void {
    this.selectionStart = this.selectionEnd = shown.indexOf('|');
    this.value = shown.replace('|', '');
    this.dispatchEvent(new Event(event));
  }
}

let doc: Y.Doc;
let text: Y.Text;
let input: FakeInput;
let focused: boolean;
let unbind: () => void;

beforeEach(() => {
  doc = new Y.Doc();
  text = doc.getText('title');
  text.insert(0, 'Kyoto');
  input = new FakeInput();
  focused = true;
  unbind = bindText(text, input as unknown as TextElement, () => focused);
});

afterEach(() => unbind());

/** Somebody else edits. */
function remotely(edit: (text: Y.Text) => void): void {
  doc.transact(() => edit(text), 'remote');
}

describe('a bound text field', () => {
  it('shows the text', () => {
    expect(input.value).toBe('Kyoto');
  });

  it('turns typing into the smallest edit', () => {
    const deltas: unknown[] = [];
    text.observe((event) => deltas.push(event.delta));
    input.become('Kyoto!|');
    input.become('Kyo|to!');
    input.become('Ky|to!');
    expect(text.toString()).toBe('Kyto!');
    expect(deltas).toEqual([
      [{ retain: 5 }, { insert: '!' }],
      [{ retain: 2 }, { delete: 1 }],
    ]);
  });

  it('leaves the element alone while only this person types', () => {
    input.become('Kyoto!|');
    expect(input.caretMoves).toBe(0);
  });

  it('moves the caret with its text when others edit', () => {
    input.become('Kyo|to');
    remotely((remote) => remote.insert(0, 'To '));
    expect(input.shown).toBe('To Kyo|to');
    remotely((remote) => remote.delete(0, 5));
    expect(input.shown).toBe('o|to');
    remotely((remote) => remote.insert(1, 'X'));
    expect(input.shown).toBe('o|Xto');
  });

  it('keeps to itself that others moved the selection of a field that nobody is in', () => {
    const heard = () => {
      const event = new Event('selectionchange', { bubbles: true });
      input.dispatchEvent(event);
      // What a listener further out would see.
      return !event.cancelBubble;
    };
    expect(heard()).toBe(true);
    focused = false;
    expect(heard()).toBe(false);
  });

  it('touches no caret in a field that nobody is in', () => {
    focused = false;
    remotely((remote) => remote.insert(0, 'To '));
    expect(input.value).toBe('To Kyoto');
    expect(input.caretMoves).toBe(0);
  });

  it('does nothing any more after it was unbound', () => {
    unbind();
    remotely((remote) => remote.insert(0, 'X'));
    input.become('typed|');
    expect(text.toString()).toBe('XKyoto');
    expect(input.value).toBe('typed');
  });
});

describe('an input method that composes', () => {
  beforeEach(() => {
    input.become('Kyoto |');
    input.dispatchEvent(new Event('compositionstart'));
    input.become('Kyoto とうきょう|');
  });

  it('is not disturbed by others, and keeps half-composed letters to itself', () => {
    remotely((remote) => remote.insert(0, 'To '));
    expect(input.shown).toBe('Kyoto とうきょう|');
    expect(input.caretMoves).toBe(0);
    expect(text.toString()).toBe('To Kyoto ');
  });

  it('puts the composed text where it belongs by then', () => {
    remotely((remote) => remote.insert(0, 'To '));
    remotely((remote) => remote.insert(remote.length, '!'));
    input.become('Kyoto 東京|');
    input.dispatchEvent(new Event('compositionend'));
    expect(text.toString()).toBe('To Kyoto 東京!');
    expect(input.shown).toBe('To Kyoto 東京|!');
  });

  it('shows what was missed when the composition is given up', () => {
    remotely((remote) => remote.insert(0, 'To '));
    input.become('Kyoto |');
    input.dispatchEvent(new Event('compositionend'));
    expect(text.toString()).toBe('To Kyoto ');
    expect(input.shown).toBe('To Kyoto |');
  });

  it('takes what is there when the field is left in the middle', () => {
    input.dispatchEvent(new Event('blur'));
    expect(text.toString()).toBe('Kyoto とうきょう');
  });

  it('takes what is there when the field goes in the middle', () => {
    remotely((remote) => remote.insert(0, 'To '));
    unbind();
    expect(text.toString()).toBe('To Kyoto とうきょう');
    unbind();
    expect(text.toString()).toBe('To Kyoto とうきょう');
  });

  it('replaces a selection that others changed meanwhile without taking their text', () => {
    input.become('|');
    remotely((remote) => remote.insert(2, '[new]'));
    input.become('奈良|');
    input.dispatchEvent(new Event('compositionend'));
    expect(text.toString()).toBe('奈良[new]');
    expect(input.shown).toBe('奈良|[new]');
  });
});
