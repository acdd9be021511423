/** A part of a document that somebody can have for themselves: places of it that belong together. */
export interface LockPart {
  readonly key: string;
  /** JSON Pointers, elements of lists as `@id`; the document as a whole is ''. */
  readonly paths: readonly [string, ...string[]];
}

/** The document as a whole. */
export const wholeDocument: LockPart = { key: 'all', paths: [''] };

/** A part that is one field. */
export function fieldPart(name: string): LockPart {
  return { key: name, paths: [`/${name}`] };
}

/** A part that is one element of a list, or an entry of a map. */
export function elementPart(field: string, id: string): LockPart {
  return { key: `${field}:${id}`, paths: [`/${field}/@${id.replaceAll('~', '~0').replaceAll('/', '~1')}`] };
}

/**
 * A place in a list that nothing has yet. What has the list, or more than that, is in the way of adding to it; what has one of
 * its elements is not.
 */
export function newElementPart(field: string): LockPart {
  return { key: `${field}:`, paths: [`/${field}/@`] };
}

/** The id of the element that says who else has a part. */
export function lockNoteId({ key }: LockPart): string {
  return `lock-${key}`;
}
