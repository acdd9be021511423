/** Whether a value fits; `undefined` stands for one that is missing. */
export type Check = (value: unknown) => boolean;

/** What the members of a message have to be. Members that are not named are ignored. */
export type Shape = Readonly<Record<string, Check>>;

/** A string of at least one character, and at most so many. */
export function text(maxChars: number): Check {
  return (value) => typeof value === 'string' && value !== '' && value.length <= maxChars;
}

/** May be missing. */
export function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}
