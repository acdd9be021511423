import { expect, it } from 'vitest';
import { initials } from '../../../web/app/design/avatar';

it.each([
  ['葵', '葵'],
  ['山田 太郎', '山'],
  ['Ben', 'B'],
  ['chloé martin', 'CM'],
  ['Anna Maria Lopez', 'AL'],
  ['👩‍🚀 Sally', '👩‍🚀'],
  ['  ', '?'],
])('the initials of %j are %j', (name, expected) => {
  expect(initials(name)).toBe(expected);
});
