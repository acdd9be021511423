import type { Outcome } from '../../protocol/codes';
import type { LockView } from '../../protocol/operations';
import type { Identity } from '../../protocol/roles';
import type { HeldLock } from '../api';
import type { CallerGate } from '../caller-gate';
import type { DocumentSchema } from '../schema';
import type { Content } from '../view';
import { lockPath } from './lock-paths';
import type { Locks } from './locks';

/** What REST may do with the locks of a document. */
export class LockCalls {
  constructor(
    private readonly schema: DocumentSchema,
    private readonly locks: Locks,
    private readonly gate: CallerGate,
    private readonly view: () => Content,
  ) {}

  list(caller: Identity): Outcome<readonly LockView[]> {
    return this.gate.as(caller, 'read', () => ({ ok: true, value: this.locks.views() }));
  }

  take(caller: Identity, path: string): Outcome<HeldLock> {
    return this.gate.as(caller, 'edit', () => {
      const place = lockPath(this.schema, this.view(), path);
      if (place !== null) return this.locks.take(caller, place);
      return {
        ok: false,
        refusal: { code: 'invalid', detail: 'There is no such place to write.', extensions: { pointer: '/path' } },
      };
    });
  }

  renew(caller: Identity, id: string, token: number): Outcome<HeldLock> {
    return this.gate.as(caller, 'edit', () => this.locks.renew(caller, id, token));
  }

  /** @param token null for somebody who breaks it. */
  release(caller: Identity, id: string, token: number | null): Outcome<null> {
    return this.gate.as(caller, 'read', () => this.locks.release(caller, id, token, this.gate.allows(caller, 'manage-members')));
  }
}
