import type { TextPlace } from '../text-place';
import type { OpenDocument } from '../use-document';
import { type EventTexts, type EventTextsProps, eventTextsOf } from './event-texts';
import { type Other, useOthers } from './use-others';

export interface TypingIndicatorProps extends EventTextsProps {
  readonly document: OpenDocument;
  /** Only who types in this field; in any field unless given. */
  readonly place?: TextPlace;
  readonly className?: string;
}

/**
 * Who of the others types at the moment. It keeps its line where nobody does, so that nothing moves when somebody begins.
 * A screen reader is not interrupted by it.
 */
export function TypingIndicator({ document, place, className = '', ...props }: TypingIndicatorProps) {
  const people = useOthers(document, place, true);
  return <p className={`tt-typing ${className}`}>{words(people, eventTextsOf(props))}</p>;
}

function words([first, second, ...others]: readonly Other[], texts: EventTexts): string {
  if (first === undefined) return '';
  if (second === undefined) return texts.typing(first.name);
  return others.length === 0 ? texts.typingTwo(first.name, second.name) : texts.typingMany(others.length + 2);
}
