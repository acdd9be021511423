import type { z } from '@hono/zod-openapi';
import type { AccountAction } from '../auth/policy';
import { collections, type DocumentKind, documentKinds } from '../protocol/document-kinds';
import { Calendar } from './calendar-schemas';
import type { ViewOf } from './document-objects';
import { Event } from './event-schemas';
import { Trip } from './trip-schemas';

/** What the routes of documents differ in from kind to kind. */
export interface RoutedKind<Kind extends DocumentKind = DocumentKind> {
  readonly kind: Kind;
  /** Where its documents are: `/v1/trips`. */
  readonly path: string;
  /** Under which its routes stand in the description of the API. */
  readonly tag: string;
  /** What one is called in a sentence: `a trip`, `the trip`. */
  readonly one: string;
  readonly the: string;
  /** The JSON view. */
  readonly view: z.ZodType<ViewOf[Kind]>;
  readonly actions: Readonly<Record<'create' | 'seeInvite' | 'acceptInvite', AccountAction>>;
}

const toEvents = { seeInvite: 'see-event-invite', acceptInvite: 'accept-event-invite' } as const;

/** All kinds of documents, as the routes know them. */
export const routedKinds: { readonly [Kind in DocumentKind]: RoutedKind<Kind> } = {
  trip: {
    ...placeOf('trip'),
    one: 'a trip',
    view: Trip,
    actions: { create: 'create-trip', seeInvite: 'see-trip-invite', acceptInvite: 'accept-trip-invite' },
  },
  event: { ...placeOf('event'), one: 'an event', view: Event, actions: { create: 'create-event', ...toEvents } },
  calendar: { ...placeOf('calendar'), one: 'a calendar', view: Calendar, actions: { create: 'create-calendar', ...toEvents } },
};

function placeOf<Kind extends DocumentKind>(kind: Kind) {
  return { kind, path: `/v1/${collections[kind]}`, tag: collections[kind], the: `the ${kind}` };
}

/** A document as addresses and tickets name it. */
export interface NamedDocument {
  readonly kind: DocumentKind;
  /** As it stands there: not checked. */
  readonly id: string;
}

const namePattern = new RegExp(`^(${documentKinds.map((kind) => collections[kind]).join('|')})/([^/]+)$`);

/** The document that a text like `trips/0198a000-…` names; null for any other text. */
export function namedDocument(name: string): NamedDocument | null {
  const [, collection, id] = namePattern.exec(name) ?? [];
  const kind = documentKinds.find((candidate) => collections[candidate] === collection);
  return kind === undefined || id === undefined ? null : { kind, id };
}
