import { setTimeout as sleep } from 'node:timers/promises';

const waitMs = 100;
const tries = 30;

/**
 * A count of lines of a log, which may come a moment later than what they are about.
 * @param {() => number} count
 * @param {number} known
 * @returns what is counted once it is more than `known`, or after three seconds
 */
export async function moreThan(count, known) {
  for (let tried = 0; tried < tries && count() <= known; tried++) await sleep(waitMs);
  return count();
}
