/** The kinds of documents. Each has a schema, an object class, and the same routes under a path of its own. */
export const documentKinds = ['trip', 'event', 'calendar'] as const;

export type DocumentKind = (typeof documentKinds)[number];

/** What a kind is called in paths, and in the names of scopes: `/v1/trips/{id}`. */
export const collections = {
  trip: 'trips',
  event: 'events',
  calendar: 'calendars',
} as const satisfies Readonly<Record<DocumentKind, string>>;

/** A name out of {@link collections}. */
export type Collection = (typeof collections)[DocumentKind];
