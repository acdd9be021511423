import { closes } from '../protocol/closes';
import { documentLimits as limits } from '../protocol/limits';
import { TokenBucket } from '../protocol/token-bucket';
import type { Session } from './session';
import type { Sessions } from './sessions';

/**
 * How much of what readers send is looked at at all (PROTOCOL.md L3). It is never applied, so nothing is lost with what is
 * dropped, and nobody has to be asked for it again.
 */
export class ReaderLimit {
  /** What each may still send above the rate. */
  readonly #excess = new WeakMap<Session, TokenBucket>();

  constructor(
    private readonly sessions: Pick<Sessions, 'close'>,
    private readonly nowMs: () => number,
  ) {}

  /** Whether an update of this size is to be looked at. Closes the session of somebody who goes on and on. */
  admits(session: Session, bytes: number): boolean {
    const nowMs = this.nowMs();
    if (session.edits.takeAll(1 + Math.floor(bytes / limits.readerBytesPerEdit), nowMs)) return true;
    const excess = this.#excess.get(session) ?? new TokenBucket(limits.editsPerSecond, limits.editBurst, nowMs);
    this.#excess.set(session, excess);
    if (!excess.take(nowMs)) this.sessions.close(session, closes.noProgress);
    return false;
  }
}
