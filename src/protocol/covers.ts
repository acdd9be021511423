/** The scenes that a trip can have as its cover. A client draws them as it likes; one that does not know a name draws another one. */
export const coverScenes = ['sea', 'mountains', 'city', 'temple', 'forest', 'desert', 'snow', 'lights'] as const;

/** The name of a scene. */
export type CoverScene = (typeof coverScenes)[number];

const scheme = 'cover:';

/** The value of a trip's `cover` that means a scene. */
export function coverOfScene(scene: CoverScene): string {
  return scheme + scene;
}

/** The scene that a trip's `cover` means; null for the address of a picture, for none, and for a name that is not in the list. */
export function sceneOfCover(cover: string | null): CoverScene | null {
  if (cover === null || !cover.startsWith(scheme)) return null;
  return coverScenes.find((scene) => scene === cover.slice(scheme.length)) ?? null;
}
