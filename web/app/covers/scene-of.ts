import { type CoverScene, coverScenes, sceneOfCover } from '../../react';

/**
 * The scene that is drawn for a trip: the one it was given, else one that follows from its id, so that everybody sees the same.
 * The picture at an address is not loaded: whoever keeps it would learn who looks at the trip, and when.
 */
export function sceneOf(tripId: string, cover: string | null): CoverScene {
  return sceneOfCover(cover) ?? (coverScenes[hashOf(tripId) % coverScenes.length] as CoverScene);
}

/** FNV-1a; its low bits hardly mix. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return hash >>> 16;
}
