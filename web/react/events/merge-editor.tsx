import { useId } from 'react';
import { type EventTexts, type EventTextsProps, eventTextsOf, nameOrNull } from './event-texts';
import { MarkedText } from './marked-text';

export interface MergeEditorProps extends EventTextsProps {
  readonly mine: string;
  readonly theirs: string;
  /** Whose `mine` is, for somebody who wrote neither, '' where nobody knows; their own unless given. */
  readonly author?: string;
  /** The name of the other person; null or '' where nobody knows. */
  readonly other: string | null;
  /** What is to become of the two, and what to do when it changes; absent where there is nothing to write. */
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  readonly className?: string;
}

/** Two versions of one text beside each other, what differs marked in both, and a field for what should become of them. */
export function MergeEditor({ mine, theirs, author, other, value, onChange, className = '', ...props }: MergeEditorProps) {
  const texts = eventTextsOf(props);
  const id = useId();
  return (
    <div className={`tt-merge ${className}`}>
      <section className="tt-version" data-version="mine" aria-labelledby={`${id}-mine`}>
        <h3 id={`${id}-mine`}>{headingOfMine(author, texts)}</h3>
        <p dir="auto">
          <MarkedText text={mine} other={theirs} texts={texts} />
        </p>
      </section>
      <section className="tt-version" data-version="theirs" aria-labelledby={`${id}-theirs`}>
        <h3 id={`${id}-theirs`}>{texts.theirs(nameOrNull(other))}</h3>
        <p dir="auto">
          <MarkedText text={theirs} other={mine} texts={texts} />
        </p>
      </section>
      {value !== undefined && (
        <label className="tt-merged">
          <span>{texts.merged}</span>
          <textarea dir="auto" value={value} rows={3} onChange={(event) => onChange?.(event.target.value)} />
        </label>
      )}
    </div>
  );
}

function headingOfMine(author: string | undefined, texts: EventTexts): string {
  if (author === undefined) return texts.mine;
  return author === '' ? texts.one : texts.theirs(author);
}
