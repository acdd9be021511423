import Block from 'quill/blots/block';
import Quill from 'quill/core';
import Bold from 'quill/formats/bold';
import Header from 'quill/formats/header';
import Italic from 'quill/formats/italic';
import Link from 'quill/formats/link';
import List from 'quill/formats/list';
import Strike from 'quill/formats/strike';
import Underline from 'quill/formats/underline';
import { insertAtOnce } from './long-insertions';
import { NotesClipboard } from './notes-clipboard';

/** Lets a line begin on the side where its own words do. */
function fromItsSide(line: HTMLElement): HTMLElement {
  line.dir = 'auto';
  return line;
}

class Line extends Block {
  static override create(value?: unknown): HTMLElement {
    return fromItsSide(Block.create(value) as HTMLElement);
  }
}

class Heading extends Header {
  static override create(value?: unknown): HTMLElement {
    return fromItsSide(Header.create(value) as HTMLElement);
  }
}

class Entry extends List {
  static override create(value: string): HTMLElement {
    return fromItsSide(List.create(value));
  }
}

// Exactly the formats that the document's schema allows in notes: the server would remove any other one.
Quill.register({
  'formats/bold': Bold,
  'formats/header': Heading,
  'formats/italic': Italic,
  'formats/link': Link,
  'formats/list': Entry,
  'formats/strike': Strike,
  'formats/underline': Underline,
});
Quill.register({ 'modules/clipboard': NotesClipboard, 'blots/block': Line }, true);
Link.PROTOCOL_WHITELIST = ['http', 'https'];

// Tab leads to the next field, as everywhere on the page; the editor would keep it, and with it whoever has no mouse.
const tabLeads = { tab: null, indent: null, outdent: null, 'remove tab': null, 'indent code-block': null };

/**
 * Makes an editor in an empty element. It is bound to nothing yet.
 * @param onLink somebody pressed the keys for a link: Ctrl+K, on a Mac ⌘K
 */
export function createNotesQuill(host: HTMLElement, onLink: () => void): Quill {
  const quill: Quill = new Quill(host, {
    modules: {
      toolbar: false,
      keyboard: {
        bindings: {
          ...tabLeads,
          link: { key: 'k', shortKey: true, handler: () => onLink() },
          tick: { key: 'Enter', shortKey: true, format: ['list'], handler: () => tickLines(quill) },
        },
      },
      // Undo is the page's, for all fields of the trip together.
      history: { maxStack: 0 },
      // Notes hold no pictures.
      uploader: { handler: () => undefined },
    },
  });
  insertAtOnce(quill);
  return quill;
}

/** Ticks the entries of a checklist in which the selection is, or takes the ticks away. Answers whether the key is free. */
function tickLines(quill: Quill): boolean {
  const range = quill.getSelection();
  const list = range === null ? null : quill.getFormat(range).list;
  if (range === null || (list !== 'checked' && list !== 'unchecked')) return true;
  quill.formatLine(range.index, range.length, 'list', list === 'checked' ? 'unchecked' : 'checked', 'user');
  return false;
}
