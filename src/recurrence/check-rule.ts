import { parseRule } from './parse-rule';

/** What is wrong with the value of an RRULE, as a sentence; null when a series can have it. */
export function checkRule(value: string): string | null {
  return parseRule(value).fault ?? null;
}
