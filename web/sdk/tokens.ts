/** Why a token is asked for. */
export interface TokenRequest {
  /** The last token was refused or is about to expire: a new one is needed. */
  readonly renew: boolean;
}

/** Where tokens come from: a fixed one, or a function that is asked before each connection and before expiry. */
export type TokenSource = string | ((request: TokenRequest) => string | Promise<string>);

/** A new token is asked for this long before the old one expires, in milliseconds. */
const renewBeforeExpiryMs = 60_000;

/** The longest delay `setTimeout` takes; a longer one would fire at once. */
const maxTimerMs = 2 ** 31 - 1;

/**
 * How long to wait with the renewal of a token that is good for another `remainingMs`: until a minute before the end,
 * for a short-lived token half of its life. Never less than a second, or a source that repeats itself would be asked
 * in a loop.
 */
export function renewalDelayMs(remainingMs: number): number {
  return Math.min(maxTimerMs, Math.max(1_000, remainingMs - renewBeforeExpiryMs, remainingMs / 2));
}

/** Whether a source can produce another token than the one it gave. */
export function canRenew(source: TokenSource): boolean {
  return typeof source !== 'string';
}

export async function readToken(source: TokenSource, request: TokenRequest): Promise<string> {
  return typeof source === 'string' ? source : source(request);
}
