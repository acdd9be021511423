import { expect, it } from 'vitest';
import { isRightToLeft } from '../../../web/react/text-direction';

it.each([
  ['Latin', 'Kyoto', 2, false],
  ['Japanese', '京都', 1, false],
  ['Hebrew', 'קיוטו', 0, true],
  ['Arabic', 'كيوتو', 3, true],
  ['the end of Hebrew', 'קיוטו', 5, true],
  ['a space between Hebrew words', 'קו לי', 2, true],
  ['a space before the first word', ' קו', 0, true],
  ['a number in Hebrew', 'קו 12', 3, false],
  ['Latin among Hebrew', 'קו Kyoto', 3, false],
  ['Hebrew among Latin', 'Kyoto קו', 6, true],
  ['an Arabic number', '١٢', 0, false],
  ['nothing', '', 0, false],
])('%s', (_what, text, position, expected) => {
  expect(isRightToLeft(text, position)).toBe(expected);
});
