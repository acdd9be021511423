/**
 * The eight colours a person can have, each with a contrast of at least 4.5 : 1 against white and against
 * the app's darkest surface text, so that a name is readable on it in both themes.
 */
export const personColors = ['#b4232c', '#a14600', '#7a5a00', '#2f6f1f', '#00706b', '#1d62b7', '#5b4bc4', '#a2308f'] as const;

const utf8 = new TextEncoder();

/** The colour of a person: a hash (FNV-1a) of their id, so that everyone sees the same one everywhere. */
export function personColor(personId: string): string {
  let hash = 0x811c9dc5;
  for (const byte of utf8.encode(personId)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  // The low bits of FNV-1a hardly mix.
  return personColors[(hash >>> 16) % personColors.length] as string;
}
