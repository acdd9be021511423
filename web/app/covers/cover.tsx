import type { CoverScene } from '../../react';
import { sceneOf } from './scene-of';
import { scenes } from './scenes';

interface CoverProps {
  readonly tripId: string;
  readonly cover: string | null;
  readonly className?: string;
}

/** The picture of a trip. It fills its place and shows its middle where that is narrower; it says nothing to a screen reader. */
export function Cover({ tripId, cover, className = '' }: CoverProps) {
  return <ScenePicture scene={sceneOf(tripId, cover)} className={className} />;
}

/** One scene, drawn. */
export function ScenePicture({ scene, className = '' }: { scene: CoverScene; className?: string }) {
  const { sky, drawing } = scenes[scene];
  return (
    <svg
      aria-hidden="true"
      data-scene={scene}
      viewBox="0 0 640 200"
      preserveAspectRatio="xMidYMid slice"
      className={`block size-full ${className}`}
      style={{ background: `linear-gradient(${sky[0]}, ${sky[1]})` }}
    >
      {drawing}
    </svg>
  );
}
