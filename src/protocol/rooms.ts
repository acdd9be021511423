/** The kinds of room; the part of a room's name before the colon says which it is. */
export const roomKinds = ['public', 'hashtag', 'stock', 'trip', 'user'] as const;
export type RoomKind = (typeof roomKinds)[number];

/** A room's name, taken apart: `public` alone, or `kind:key`. */
export interface RoomName {
  readonly kind: RoomKind;
  /** Empty for `public`. */
  readonly key: string;
}

const roomPattern = /^(?:(public)|(hashtag|stock|trip|user):([^\p{Cc}\s:/?#]{1,128}))$/u;

/** The parts of a room's name; null for a text that names none. */
export function parseRoomName(name: string): RoomName | null {
  const [, alone, kind, key] = roomPattern.exec(name) ?? [];
  if (alone !== undefined) return { kind: 'public', key: '' };
  return kind === undefined || key === undefined ? null : { kind: kind as RoomKind, key };
}
