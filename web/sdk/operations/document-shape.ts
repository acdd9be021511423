import type { DocumentKind } from '../document-kind';

/** What a client has to know of the fields of a document to read paths into it. */
export interface DocumentShape {
  /** By which of their fields the elements of a field are known; null for a field without elements. */
  readonly keyOf: (field: string) => string | null;
  /** Whether what a path (as tokens) leads to are characters that merge. */
  readonly isText: (tokens: readonly string[]) => boolean;
}

/** The collections of each kind of document with what their elements are known by, and its plain texts. */
const shapes: Readonly<
  Record<DocumentKind, { readonly keys: Readonly<Record<string, string>>; readonly texts: readonly string[] }>
> = {
  trip: {
    keys: { itinerary: 'id', attachments: 'id' },
    texts: ['title', 'description', 'itinerary/title', 'itinerary/notes', 'attachments/title'],
  },
  event: {
    keys: { attendees: 'user_id', reminders: 'id', attachments: 'id' },
    texts: ['title', 'attachments/title'],
  },
  calendar: { keys: {}, texts: ['title', 'description'] },
};

/**
 * The shape of a kind. It is said here again, in short: the schemas say much more, and would be half of what a JSON client
 * has to load. A test compares the two.
 */
export function shapeOf(kind: DocumentKind): DocumentShape {
  const { keys, texts } = shapes[kind];
  return {
    keyOf: (field) => (Object.hasOwn(keys, field) ? (keys[field] ?? null) : null),
    isText: ([field, element, part, ...rest]) => {
      if (field === undefined || rest.length > 0) return false;
      return texts.includes(element === undefined ? field : `${field}/${part}`);
    },
  };
}
