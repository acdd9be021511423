import { Delta, type Range } from 'quill/core';
import Clipboard from 'quill/modules/clipboard';
import { notesHtml } from './notes-html';
import { pastedOps } from './notes-ops';
import { formatsOfStyle } from './style-formats';

/** A paste of more HTML than this is taken as plain text: reading it would keep the page from answering. */
const maxHtmlChars = 500_000;

/** What is words in HTML and not meant to be read. */
const unread = 'script, style, noscript, template, head, title, object, svg, math, select, textarea';

type Pasted = Parameters<Clipboard['convert']>[0];

/** Copies and pastes rich text in which only what the notes may hold survives. */
export class NotesClipboard extends Clipboard {
  static override DEFAULTS: typeof Clipboard.DEFAULTS = {
    matchers: [
      [unread, () => new Delta()],
      ['[style]', withStyle],
    ],
  };

  override convert({ html, text }: Pasted, formats?: Record<string, unknown>): Delta {
    const isReadable = html !== undefined && html.length <= maxHtmlChars;
    return new Delta(pastedOps(super.convert({ html: isReadable ? html : '', text: text ?? '' }, formats).ops));
  }

  override onCopy(range: Range): { html: string; text: string } {
    return { html: notesHtml(this.quill.getContents(range.index, range.length).ops), text: this.quill.getText(range) };
  }
}

/** Words with what the style of their element means; what an element in it says stronger stays. */
function withStyle(node: Node, words: Delta): Delta {
  const formats = node instanceof Element ? formatsOfStyle(node.getAttribute('style') ?? '') : {};
  return new Delta(words.ops.map((op) => (op.insert === '\n' ? op : { ...op, attributes: { ...formats, ...op.attributes } })));
}
