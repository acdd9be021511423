import { createElement, type ReactNode } from 'react';
import { useTextOf } from '../i18n/use-text-of';
import { blocksOf, type ListKind, type NotesLine, type NotesRun } from './notes-lines';

/** The notes to be read, looking exactly as they do in the editor: nothing moves when that takes their place. */
export function NotesText({ lines }: { lines: readonly NotesLine[] }) {
  return (
    <>
      {blocksOf(lines).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing else that tells it from another one.
        <Block key={index} lines={block} />
      ))}
    </>
  );
}

function Block({ lines }: { lines: readonly NotesLine[] }) {
  const [first] = lines;
  if (first === undefined) return null;
  if (first.list === null)
    return createElement(first.heading === 0 ? 'p' : `h${first.heading}`, { dir: 'auto' }, <Words line={first} />);
  return (
    <ol>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above.
        <li key={index} data-list={line.list} dir="auto">
          {line.list !== null && <Marker list={line.list} />}
          <Words line={line} />
        </li>
      ))}
    </ol>
  );
}

function Marker({ list }: { list: ListKind }) {
  const text = useTextOf();
  const isCheck = list === 'checked' || list === 'unchecked';
  return (
    <span className="ql-ui">
      {isCheck && (
        <span dir="auto" className="sr-only">
          {text(list === 'checked' ? 'notes.done' : 'notes.todo')}
        </span>
      )}
    </span>
  );
}

function Words({ line }: { line: NotesLine }) {
  if (line.runs.length === 0) return <br />;
  // biome-ignore lint/suspicious/noArrayIndexKey: as above.
  return line.runs.map((run, index) => <Run key={index} run={run} />);
}

function Run({ run: { text, bold, italic, underline, strike, link } }: { run: NotesRun }) {
  let words: ReactNode = text;
  if (bold) words = <strong>{words}</strong>;
  if (italic) words = <em>{words}</em>;
  if (strike) words = <s>{words}</s>;
  if (underline) words = <u>{words}</u>;
  if (link === null) return words;
  return (
    <a href={link} target="_blank" rel="noopener noreferrer">
      {words}
    </a>
  );
}
