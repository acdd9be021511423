import { rightToLeft } from './isolated-words';

/** What has a direction of its own. Digits go from left to right in every script. */
const directed = /[\p{L}\p{Nd}]/u;

/**
 * Whether the words at a position go from right to left: then the caret before a letter stands on its right. What has no
 * direction of its own, as spaces and the end have, goes as what stands before it, or else behind it.
 */
export function isRightToLeft(text: string, position: number): boolean {
  if (!rightToLeft.test(text)) return false;
  const [before, behind] = [[...text.slice(0, position)], [...text.slice(position)]];
  const letter = [...behind.slice(0, 1), ...before.reverse(), ...behind].find((one) => directed.test(one));
  return letter !== undefined && rightToLeft.test(letter) && !/\p{Nd}/u.test(letter);
}
