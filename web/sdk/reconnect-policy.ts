/** Times of the connection, in milliseconds. */
export const reconnectTimes = {
  /** From the start of a try to its session message. */
  connectWithinMs: 10_000,
  firstDelayMs: 1_000,
  maxDelayMs: 30_000,
  /** A connection that lived this long was a good one: counting failures starts over. */
  stableMs: 5_000,
  /** While sockets do not work, the document is synchronised over HTTP this often. */
  pollEveryMs: 5_000,
  /** A page that nobody has looked at for this long closes its socket … */
  hiddenCloseMs: 300_000,
  /** … and polls this often. */
  hiddenPollEveryMs: 300_000,
} as const;

/** Failed tries in a row after which polls begin. */
export const failuresBeforePolling = 5;

/** The close code browsers report when a connection ended without a close frame. */
export const abnormalClose = 1006;

/** 1 s, 2 s, 4 s … at most 30 s, each shortened by up to 30 % so that clients do not return in step. */
export function backoffMs(failures: number, random: () => number): number {
  const fullMs = Math.min(reconnectTimes.maxDelayMs, reconnectTimes.firstDelayMs * 2 ** Math.min(failures, 16));
  return Math.round(fullMs * (1 - 0.3 * random()));
}
