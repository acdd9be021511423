import { MoveRight } from 'lucide-react';
import { type TextStretch, textDifference } from '../../react/events';
import { useTextOf } from '../i18n/use-text-of';

interface Change {
  readonly before: string;
  readonly after: string;
}

/** Two values, one after the other; an empty one is left out. */
export function ChangedValue({ before, after }: Change) {
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-2">
      {before !== '' && <Removed>{before}</Removed>}
      {before !== '' && after !== '' && <MoveRight size={14} aria-hidden="true" className="shrink-0 text-muted" />}
      {after !== '' && <Added>{after}</Added>}
    </span>
  );
}

/** A text in which is marked what went and what came. */
export function ChangedText({ before, after }: Change) {
  return (
    <span dir="auto" className="block whitespace-pre-wrap">
      {textDifference(before, after).map(({ kind, text, at }, index, all) => {
        if (kind === 'added') return <Added key={at}>{text}</Added>;
        if (kind === 'removed') return <Removed key={at}>{text}</Removed>;
        return <span key={at}>{shortened(text, { isFirst: index === 0, isLast: index === all.length - 1 })}</span>;
      })}
    </span>
  );
}

/** What is left of an unchanged stretch on each side of a change. */
const contextChars = 40;

function shortened(text: TextStretch['text'], { isFirst, isLast }: { isFirst: boolean; isLast: boolean }): string {
  const start = isFirst ? '' : text.slice(0, contextChars);
  const end = isLast ? '' : text.slice(-contextChars);
  return start.length + end.length + 1 >= text.length ? text : `${start}…${end}`;
}

function Removed({ children }: { children: string }) {
  const text = useTextOf();
  return (
    <del dir="auto" className="text-muted">
      <span dir="auto" className="sr-only">
        {text('history.before')}
      </span>
      {children}
    </del>
  );
}

function Added({ children }: { children: string }) {
  const text = useTextOf();
  return (
    <ins dir="auto" className="rounded-sm bg-accent-soft px-0.5 no-underline">
      <span dir="auto" className="sr-only">
        {text('history.after')}
      </span>
      {children}
    </ins>
  );
}
