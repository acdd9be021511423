import { describe, expect, it } from 'vitest';
import { boundedPaths } from '../../../src/documents/bounded-paths';

const many = (count: number, path: (index: number) => string) => Array.from({ length: count }, (_, index) => path(index));

describe('the paths of a row', () => {
  it('[W2] are said as they are', () => {
    const paths = ['/title', '/itinerary/@a/title', '/extensions/a~1b'];
    expect(boundedPaths(paths)).toBe(paths);
  });

  it('[W2] are the elements of too many', () => {
    const paths = many(40_000, (index) => `/itinerary/@${index % 5}/field-${index}`);
    expect(boundedPaths(['/title', ...paths])).toEqual(['/title', ...many(5, (index) => `/itinerary/@${index}`)]);
  });

  it('[W2] are the fields of too many elements', () => {
    const paths = many(100_000, (index) => `/itinerary/@${index}/title`);
    expect(boundedPaths([...paths, '/notes'])).toEqual(['/itinerary', '/notes']);
  });
});
