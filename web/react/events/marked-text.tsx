import type { EventTexts } from './event-texts';
import { textDifference } from './text-difference';

/** A text in which that which differs from another one is marked, for eyes and ears. What only the other one has is not shown. */
export function MarkedText({ text, other, texts }: { text: string; other: string; texts: EventTexts }) {
  if (text === '') return <em className="tt-difference-empty">{texts.nothing}</em>;
  return (
    <span className="tt-difference">
      {textDifference(other, text)
        .filter(({ kind }) => kind !== 'removed')
        .map(({ kind, text: stretch, at }) => (kind === 'same' ? stretch : <mark key={at}>{stretch}</mark>))}
    </span>
  );
}
