/** One value of a document, before and after. */
export interface FieldChange<Field extends string = string> {
  readonly field: Field;
  /** Where it is, as the subject knows it. */
  readonly path: string;
  /** What it is part of, in somebody's own words: the title of a card. */
  readonly owner?: string;
  /** Null for what was not there, or is not any more. */
  readonly before: unknown;
  readonly after: unknown;
}

/** What kind of document a history is of: its parts, how they differ between two versions, and the words for both. */
export interface HistorySubject<Field extends string = string, View = unknown> {
  readonly kind: 'trip' | 'event';
  /** The parts at these JSON pointers: each once, in the order in which the document shows them. */
  readonly fieldsOf: (pointers: readonly string[]) => readonly Field[];
  /** How these parts differ between two versions: {@link differing}. Of what the app does not show there are no values. */
  readonly changes: (before: View, after: View, fields: readonly Field[]) => readonly FieldChange<Field>[];
}

/** The words of a subject, in the language of the page. */
export interface HistoryWords<Field extends string = string> {
  readonly fieldName: (field: Field) => string;
  /** What a value is called; its part unless the subject knows better. */
  readonly changeName: (change: FieldChange<Field>) => string;
  /** How the values at a path are said; null where they are somebody's own words. */
  readonly valueWords: (path: string) => ((value: unknown) => string) | null;
  /** Whether these are somebody's own words, which are compared word by word. */
  readonly isText: (change: FieldChange<Field>) => boolean;
  /** What to say of values that read the same. */
  readonly alike: (change: FieldChange<Field>) => string;
}

/** Those of which the two values differ. Views of one document have their members in the same order. */
export function differing<Change extends FieldChange>(changes: readonly Change[]): Change[] {
  return changes.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
}
