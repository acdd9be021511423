import { describe, expect, it } from 'vitest';
import { personColor } from '../../../web/sdk';

/** The relative luminance of WCAG 2. */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

const people = Array.from({ length: 800 }, (_, index) => `person-${index}`);

describe('the colours of people', () => {
  it('are eight, about as common, and the same every time', () => {
    const counts = new Map<string, number>();
    for (const id of people) counts.set(personColor(id), (counts.get(personColor(id)) ?? 0) + 1);
    expect(counts.size).toBe(8);
    for (const count of counts.values()) expect(count).toBeGreaterThan(50);
    expect(personColor('ben')).toBe('#5b4bc4');
  });

  it('carry the white of names with a contrast of 4.5 : 1', () => {
    for (const color of new Set(people.map(personColor))) expect(contrast(color, '#ffffff'), color).toBeGreaterThanOrEqual(4.5);
  });
});
