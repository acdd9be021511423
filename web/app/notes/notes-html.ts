import { blocksOf, linesOf, type NotesLine, type NotesRun } from './notes-lines';
import type { NotesOp } from './notes-ops';

/** Notes as HTML for the clipboard, in which nothing that somebody typed is anything but words. */
export function notesHtml(content: readonly NotesOp[]): string {
  const lines = linesOf(content);
  const isPartOfLine = !content.some(({ insert }) => typeof insert === 'string' && insert.includes('\n'));
  return isPartOfLine ? lines.map(lineHtml).join('') : blocksOf(lines).map(blockHtml).join('');
}

function blockHtml(block: readonly NotesLine[]): string {
  const [first] = block;
  if (first === undefined) return '';
  if (first.list === null) {
    const tag = first.heading === 0 ? 'p' : `h${first.heading}`;
    return `<${tag}>${lineHtml(first)}</${tag}>`;
  }
  const tag = first.list === 'ordered' ? 'ol' : 'ul';
  return `<${tag}>${block.map((line) => `<li${checkedAttribute(line)}>${lineHtml(line)}</li>`).join('')}</${tag}>`;
}

/** Says to this editor, and to others that know it, which entries of a checklist are done. */
function checkedAttribute({ list }: NotesLine): string {
  return list === 'checked' || list === 'unchecked' ? ` data-list="${list}"` : '';
}

function lineHtml({ runs }: NotesLine): string {
  return runs.length === 0 ? '<br>' : runs.map(runHtml).join('');
}

function runHtml({ text, bold, italic, underline, strike, link }: NotesRun): string {
  const tags = [bold && 'strong', italic && 'em', underline && 'u', strike && 's'].filter((tag) => tag !== false);
  const words = tags.reduce((html, tag) => `<${tag}>${html}</${tag}>`, escaped(text));
  return link === null ? words : `<a href="${escaped(link)}">${words}</a>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
