import { encodeServerFrame } from '../protocol/frames';
import type { Member } from '../protocol/messages';
import { personColor } from '../protocol/person-colors';
import type { DocumentState } from './document-state';
import type { MemberRow } from './storage';

/** A member as people see them. */
export function memberOf({ id, name, role, avatar }: MemberRow): Member {
  return { id, name, role, avatar, color: personColor(id) };
}

/** The Members frame (PROTOCOL.md A10), encoded once for all sessions as long as the members stay the same. */
export class MemberRoll {
  #encoded: { readonly of: ReadonlyMap<string, MemberRow>; readonly frame: Uint8Array } | null = null;

  constructor(private readonly state: DocumentState) {}

  frame(): Uint8Array {
    const members = this.state.members();
    // The state makes a new map when members have changed.
    if (this.#encoded?.of !== members) {
      const message = { members: [...members.values()].map(memberOf) };
      this.#encoded = { of: members, frame: encodeServerFrame({ type: 'members', message }) };
    }
    return this.#encoded.frame;
  }
}
