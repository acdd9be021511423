import { describe, expect, it } from 'vitest';
import { clip } from '../../../web/react/rectangles';

const box = { left: 10, top: 10, width: 100, height: 20 };

describe('clip', () => {
  it('leaves alone what lies within', () => {
    const inside = { left: 20, top: 12, width: 30, height: 10 };
    expect(clip(inside, box)).toEqual(inside);
  });

  it('cuts off what stands over, on every side', () => {
    expect(clip({ left: 0, top: 0, width: 300, height: 300 }, box)).toEqual(box);
  });

  it('answers null for what is scrolled out of sight', () => {
    expect(clip({ left: 111, top: 12, width: 5, height: 10 }, box)).toBeNull();
    expect(clip({ left: 0, top: 12, width: 9, height: 10 }, box)).toBeNull();
    expect(clip({ left: 20, top: 30, width: 5, height: 10 }, box)).toBeNull();
    expect(clip({ left: 20, top: 0, width: 5, height: 10 }, box)).toBeNull();
  });

  it('keeps a caret, which has no width, up to both edges', () => {
    for (const left of [10, 50, 110])
      expect(clip({ left, top: 12, width: 0, height: 10 }, box)).toMatchObject({ left, width: 0 });
  });
});
