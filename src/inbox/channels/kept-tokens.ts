/** Tokens of providers, kept until shortly before they end. Texts and not promises: whoever waits may live in another request. */
export class KeptTokens {
  readonly #tokens = new Map<string, { readonly token: string; readonly untilMs: number }>();

  get(name: string, nowMs: number): string | null {
    const kept = this.#tokens.get(name);
    return kept !== undefined && nowMs < kept.untilMs ? kept.token : null;
  }

  keep(name: string, token: string, untilMs: number): string {
    this.#tokens.set(name, { token, untilMs });
    return token;
  }

  /** Forgets a token that was refused. */
  drop(name: string): void {
    this.#tokens.delete(name);
  }
}
