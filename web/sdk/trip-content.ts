import type * as Y from 'yjs';
import { tripSchema } from '../../src/documents/trip';

/** The registers of a trip itself. */
export interface Details {
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly destination: string | null;
  /** `cover:` and the name of a scene, or the address of a picture. */
  readonly cover: string | null;
  readonly archived: boolean;
}

/** The shared types of a trip, by name. */
export const tripRoots = {
  title: (doc: Y.Doc): Y.Text => doc.getText('title'),
  notes: (doc: Y.Doc): Y.Text => doc.getText('notes'),
  details: (doc: Y.Doc): Y.Map<unknown> => doc.getMap(tripSchema.registersRoot),
  itinerary: (doc: Y.Doc): Y.Array<unknown> => doc.getArray('itinerary'),
  budget: (doc: Y.Doc): Y.Map<unknown> => doc.getMap('budget'),
  attachments: (doc: Y.Doc): Y.Array<unknown> => doc.getArray('attachments'),
} as const;

export function readDetails(doc: Y.Doc): Details {
  const details = tripRoots.details(doc);
  return {
    start_date: stringOrNull(details.get('start_date')),
    end_date: stringOrNull(details.get('end_date')),
    destination: stringOrNull(details.get('destination')),
    cover: stringOrNull(details.get('cover')),
    archived: details.get('archived') === true,
  };
}

/** Sets registers of the trip, in one edit. */
export function setDetails(doc: Y.Doc, values: Partial<Details>): void {
  doc.transact(() => {
    for (const [key, value] of Object.entries(values)) tripRoots.details(doc).set(key, value);
  });
}

function stringOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
