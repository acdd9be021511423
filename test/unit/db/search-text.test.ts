import { expect, it } from 'vitest';
import { searchText } from '../../../src/db/search-text';

it.each([
  ['KYOTO', 'kyoto'],
  ['Ｋｙｏｔｏ', 'kyoto'],
  ['ｷｮｳﾄ', 'キョウト'],
  ['Cafe\u0301', 'café'],
])('%s is found as %s', (written, looked) => {
  expect(searchText(written, null, 'x')).toContain(searchText(looked));
});

it('a search does not reach across two fields', () => {
  expect(searchText('north', 'south')).not.toContain(searchText('northsouth'));
});
