import type { Outcome } from '../src/protocol/codes';

/** The views of the engine have no prototype, and RPC carries only objects that have the usual one. */
export function transferable<T extends object, U>(outcome: Outcome<T>): Outcome<U> {
  return outcome.ok ? { ok: true, value: JSON.parse(JSON.stringify(outcome.value)) as U } : outcome;
}
