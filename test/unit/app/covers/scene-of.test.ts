import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ScenePicture } from '../../../../web/app/covers/cover';
import { sceneOf } from '../../../../web/app/covers/scene-of';
import { coverOfScene, coverScenes } from '../../../../web/sdk';

const ids = Array.from({ length: 200 }, (_, index) => `0198a000-0000-7000-8000-${String(index).padStart(12, '0')}`);

it('a trip has the scene that it was given', () => {
  for (const scene of coverScenes) expect(sceneOf('x', coverOfScene(scene))).toBe(scene);
});

it('a trip without one has always the same, and different trips have different ones', () => {
  const drawn = ids.map((id) => sceneOf(id, null));
  expect(ids.map((id) => sceneOf(id, null))).toEqual(drawn);
  expect(new Set(drawn).size).toBe(coverScenes.length);
});

it('a picture of somebody else’s server is not shown, nor a scene that this page does not know', () => {
  for (const cover of ['https://pictures.example/kyoto.jpg', 'cover:moon', 'cover:']) {
    expect(sceneOf(ids[7] as string, cover)).toBe(sceneOf(ids[7] as string, null));
  }
});

it('no scene loads anything', () => {
  for (const scene of coverScenes) {
    const html = renderToStaticMarkup(ScenePicture({ scene }));
    expect(html).toContain(`data-scene="${scene}"`);
    expect(html).not.toMatch(/url\(|href|<image/);
  }
});
