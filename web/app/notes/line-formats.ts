import type { NotesOp } from './notes-ops';

/** What a line is, at the line break that ends it. `false`: it is not. */
export interface LineFormat {
  readonly index: number;
  readonly formats: { readonly header: unknown; readonly list: unknown };
}

/**
 * The lines that the editor shows as something else than they are in the document. Two people may give one line two
 * formats at once, of which it can show one: then everybody shows the list.
 * @param documentContent and `shown` have the same words
 */
export function misshownLines(documentContent: readonly NotesOp[], shown: readonly NotesOp[]): LineFormat[] {
  const found = lineFormats(shown);
  return lineFormats(documentContent).filter(
    ({ formats }, line) => JSON.stringify(formats) !== JSON.stringify(found[line]?.formats),
  );
}

/** Whether a change gives existing lines another format. */
export function changesLines(ops: readonly NotesOp[]): boolean {
  return ops.some(
    ({ retain, attributes }) =>
      retain !== undefined && attributes !== undefined && ('header' in attributes || 'list' in attributes),
  );
}

function lineFormats(content: readonly NotesOp[]): LineFormat[] {
  const lines: LineFormat[] = [];
  let start = 0;
  for (const { insert, attributes = {} } of content) {
    const text = typeof insert === 'string' ? insert : ' ';
    const list = attributes.list ?? false;
    const header = list === false ? (attributes.header ?? false) : false;
    for (const { index } of text.matchAll(/\n/g)) {
      lines.push({ index: start + index, formats: list === false ? { list, header } : { header, list } });
    }
    start += text.length;
  }
  return lines;
}
