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

/** The token of one person, for everything that speaks in their name: when it is refused to several, one gets the next for all. */
export class Tokens {
  readonly #source: TokenSource;
  #newest: string | null = null;
  #renewal: Promise<void> | null = null;

  constructor(source: TokenSource) {
    this.#source = source;
  }

  /** Whether there may be another token than the one there is. */
  get canRenew(): boolean {
    return typeof this.#source !== 'string';
  }

  /**
   * @param refused the token that was refused or is about to expire: another one is needed
   * @throws what the source throws
   */
  async read(refused: string | null): Promise<string> {
    const source = this.#source;
    if (typeof source === 'string') return source;
    if (refused === null) this.#newest = await source({ renew: false });
    else if (this.#newest === null || this.#newest === refused) await this.#renew(source);
    return this.#newest as string;
  }

  #renew(source: Exclude<TokenSource, string>): Promise<void> {
    // Not called at once: what it throws then would come before there is a renewal to end.
    this.#renewal ??= Promise.resolve({ renew: true })
      .then(source)
      .then((token) => {
        this.#newest = token;
      })
      .finally(() => {
        this.#renewal = null;
      });
    return this.#renewal;
  }
}
