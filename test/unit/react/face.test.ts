import { describe, expect, it } from 'vitest';
import { initials } from '../../../web/react/face';

describe('initials', () => {
  it.each([
    ['葵', '葵'],
    ['佐藤 葵', '佐'],
    ['Ben', 'B'],
    ['Anna Maria Lopez', 'AL'],
    ['chloé dubois', 'CD'],
    ['  ', '?'],
    ['👩‍👩‍👧 Family', '👩‍👩‍👧'],
  ])('%s → %s', (name, expected) => {
    expect(initials(name)).toBe(expected);
  });
});
