import { useId } from 'react';
import { type CoverScene, coverScenes } from '../../react';
import type { MessageId } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { ScenePicture } from './cover';

/** The messages that name the scenes. */
const sceneNames = {
  sea: 'cover.sea',
  mountains: 'cover.mountains',
  city: 'cover.city',
  temple: 'cover.temple',
  forest: 'cover.forest',
  desert: 'cover.desert',
  snow: 'cover.snow',
  lights: 'cover.lights',
} as const satisfies Record<CoverScene, MessageId>;

interface CoverPickerProps {
  readonly label: string;
  /** Null: the trip has the scene that follows from its id. */
  readonly chosen: CoverScene | null;
  readonly onChoose: (scene: CoverScene) => void;
}

/** The scenes to choose from, as small pictures. */
export function CoverPicker({ label, chosen, onChoose }: CoverPickerProps) {
  const text = useTextOf();
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1 text-sm text-muted">{label}</legend>
      <div className="grid grid-cols-4 gap-2">
        {coverScenes.map((scene) => (
          <label
            key={scene}
            title={text(sceneNames[scene])}
            className="relative block aspect-[2/1] cursor-pointer overflow-hidden rounded-md border border-line-strong has-[:checked]:outline-3 has-[:checked]:outline-accent has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={scene}
              checked={scene === chosen}
              onChange={() => onChoose(scene)}
              className="absolute inset-0 size-full cursor-pointer opacity-0"
            />
            <ScenePicture scene={scene} className="pointer-events-none" />
            <span className="sr-only">{text(sceneNames[scene])}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
