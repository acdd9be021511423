import { type NotesOp, shownOps } from './notes-ops';

/** The kinds of lists in the notes. */
export type ListKind = 'ordered' | 'bullet' | 'checked' | 'unchecked';

/** Words of one look. */
export interface NotesRun {
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly strike: boolean;
  readonly link: string | null;
}

/** One line of the notes. */
export interface NotesLine {
  /** The level of a heading; 0 for any other line. */
  readonly heading: 0 | 1 | 2 | 3;
  readonly list: ListKind | null;
  readonly runs: readonly NotesRun[];
}

/** Rich text line by line. The format of a line stands on the line break that ends it. */
export function linesOf(content: readonly NotesOp[]): NotesLine[] {
  const lines: NotesLine[] = [];
  let runs: NotesRun[] = [];
  for (const { insert, attributes = {} } of shownOps(content)) {
    const [first = '', ...others] = String(insert).split('\n');
    if (first !== '') runs.push(runOf(first, attributes));
    for (const text of others) {
      lines.push({ ...lineFormat(attributes), runs });
      runs = text === '' ? [] : [runOf(text, attributes)];
    }
  }
  return runs.length === 0 ? lines : [...lines, { ...lineFormat({}), runs }];
}

/** The same as the editor shows it: behind the last line break there is room for another line. */
export function editorLines(content: readonly NotesOp[]): NotesLine[] {
  const lines = linesOf(content);
  const last = content.at(-1)?.insert;
  return typeof last === 'string' && last.endsWith('\n') ? [...lines, { ...lineFormat({}), runs: [] }] : lines;
}

/** Lines in which those of one list stand together. */
export function blocksOf(lines: readonly NotesLine[]): (readonly NotesLine[])[] {
  const blocks: NotesLine[][] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    if (line.list !== null && last?.[0]?.list != null) last.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

function lineFormat({ header, list }: Readonly<Record<string, unknown>>): Pick<NotesLine, 'heading' | 'list'> {
  return {
    heading: header === 1 || header === 2 || header === 3 ? header : 0,
    list: typeof list === 'string' ? (list as ListKind) : null,
  };
}

function runOf(text: string, formats: Readonly<Record<string, unknown>>): NotesRun {
  const { bold, italic, underline, strike, link } = formats;
  return {
    text,
    bold: bold === true,
    italic: italic === true,
    underline: underline === true,
    strike: strike === true,
    link: typeof link === 'string' ? link : null,
  };
}
