import type { ReactNode } from 'react';
import type { CoverScene } from '../../react';
import { city } from './scene-city';
import { desert } from './scene-desert';
import { forest } from './scene-forest';
import { lights } from './scene-lights';
import { mountains } from './scene-mountains';
import { sea } from './scene-sea';
import { snow } from './scene-snow';
import { temple } from './scene-temple';

/** A scene, 640 × 200: what matters stands in the middle third, since a card shows no more than that. */
export interface Scene {
  /** Colours of the sky, above and at the horizon. */
  readonly sky: readonly [string, string];
  readonly drawing: ReactNode;
}

/** Every scene by its name. */
export const scenes: Readonly<Record<CoverScene, Scene>> = { sea, mountains, city, temple, forest, desert, snow, lights };
