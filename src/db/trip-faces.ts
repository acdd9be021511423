import type { Projection } from '../documents/api';

/** How many members a card of the list shows. */
const maxFaces = 5;

/** A member as the lists keep them. Their colour follows from their id. */
export interface Face {
  readonly id: string;
  readonly name: string;
  /** URL of a picture. */
  readonly avatar: string | null;
}

/** The faces of a trip: its first members, in the order in which they joined. */
export function facesOf(members: Projection['members']): Face[] {
  return members.slice(0, maxFaces).map(({ id, name, avatar }) => ({ id, name, avatar }));
}
