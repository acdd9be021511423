import type { Outcome } from '../protocol/codes';
import type { DocumentAction, Identity } from '../protocol/roles';
import type { DocumentEngine } from './document-engine';
import { unlessLocked } from './locks/locked-write';

/** What every call over REST passes: the document has to exist, and the policy has to allow what is asked. */
export class CallerGate {
  constructor(private readonly engine: DocumentEngine) {}

  /** Does something as somebody, if they may, and after all that was accepted before it. */
  as<T>(caller: Identity, action: DocumentAction, work: () => Outcome<T>): Outcome<T> {
    if (!this.exists()) return { ok: false, refusal: { code: 'not-found' } };
    this.engine.writer.flush();
    if (this.allows(caller, action)) return unlessLocked(work, (refusal) => ({ ok: false, refusal }));
    // Who may not even read is not told that there is something.
    return { ok: false, refusal: { code: this.allows(caller, 'read') ? 'forbidden' : 'not-found' } };
  }

  /** Whether there is a document: it was created, and not deleted. */
  exists(): boolean {
    const meta = this.engine.state.meta();
    return meta !== null && meta.deletedAtMs === null;
  }

  allows(caller: Identity, action: DocumentAction): boolean {
    return this.engine.sessions.allowsPerson(caller, action);
  }
}
