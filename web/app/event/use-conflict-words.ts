import type { ConflictMessage } from '../../react';
import type { ShownConflict } from '../../react/events';
import { useTextOf } from '../i18n/use-text-of';
import { timeFieldOf } from './decided-together';
import { touchedFields } from './touched-fields';
import { useValueWords } from './use-value-words';

/** How a conflict is put before somebody. */
export interface ConflictWords {
  readonly conflict: ShownConflict;
  readonly label: string;
  /** Whether the two can become one. */
  readonly mergeable: boolean;
}

/** Fields whose values are texts of one's own words. */
const wordFields: ReadonlySet<string> = new Set(['title', 'location', 'description']);

/**
 * The words for conflicts of an event that are decided together: what the field is called, and its values as the page says
 * them.
 */
export function useConflictWords(): (conflicts: readonly [ConflictMessage, ...ConflictMessage[]]) => ConflictWords {
  const text = useTextOf();
  const wordsAt = useValueWords();
  return (conflicts) => {
    const [first] = conflicts;
    const [field = 'other'] = touchedFields([first.path]);
    const time = conflicts.length > 1 ? null : timeFieldOf(first.path);
    const label = text(time === null ? `event.field.${field}` : `event.conflictOf.${time}`);
    const said = (side: 'mine' | 'theirs') => conflicts.map((one) => wordsAt(one.path)?.(one[side]) ?? one[side]);
    const [mine, theirs] = [said('mine'), said('theirs')];
    const conflict =
      conflicts.length === 1
        ? { ...first, mine: mine[0], theirs: theirs[0] }
        : { ...first, mine: mine.join(timeSeparator), theirs: theirs.join(timeSeparator) };
    return { conflict, label, mergeable: wordFields.has(field) };
  };
}

const timeSeparator = ' – ';
