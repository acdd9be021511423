import Quill from 'quill/core';
import Bold from 'quill/formats/bold';
import Header from 'quill/formats/header';
import Italic from 'quill/formats/italic';
import Link from 'quill/formats/link';
import List from 'quill/formats/list';
import Strike from 'quill/formats/strike';
import Underline from 'quill/formats/underline';
import { QuillBinding } from 'y-quill';
import type * as Y from 'yjs';

// Exactly the formats that the document's schema allows in notes: the server would remove any other one.
Quill.register({
  'formats/bold': Bold,
  'formats/header': Header,
  'formats/italic': Italic,
  'formats/link': Link,
  'formats/list': List,
  'formats/strike': Strike,
  'formats/underline': Underline,
});
Link.PROTOCOL_WHITELIST = ['http', 'https'];

// Tab leads to the next field, as everywhere on the page; the editor would keep it, and with it whoever has no mouse.
const keyboard = { bindings: { tab: null, indent: null, outdent: null, 'remove tab': null, 'indent code-block': null } };

// Undo is the page's, for all fields of the trip together.
const history = { maxStack: 0 };

/** Puts an editor for a shared text into an empty element. */
export function openNotesEditor(container: HTMLElement, text: Y.Text): { quill: Quill; close: () => void } {
  const host = document.createElement('div');
  container.append(host);
  const quill = new Quill(host, { modules: { toolbar: false, keyboard, history } });
  const binding = new QuillBinding(text, quill);
  return {
    quill,
    close: () => {
      binding.destroy();
      host.remove();
    },
  };
}
