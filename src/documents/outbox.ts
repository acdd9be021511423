import { personColor } from '../protocol/person-colors';
import type { Identity } from '../protocol/roles';
import type { Projection } from './api';
import type { DocumentState } from './document-state';
import { isListed } from './listed';
import { ownerIdOf } from './owner';
import type { EnginePorts } from './ports';
import { contentOf } from './view';

/** What the lists show reaches them within this time; many edits go together. */
const listedDelayMs = 1_000;
/** That something else was edited shows there only as a time, and may wait. */
const unlistedDelayMs = 20_000;
/** So many edits while a projection waits are more than any one person makes: where several work at once … */
const busyEdits = 20;
/** … the lists, which cost more than the edits, are told this often until it gets quieter. */
const busyDelayMs = 5_000;
const maxRetryMs = 5 * 60_000;
/** A delivery that has not been answered for this long was lost, with the object that made it. */
const lostMs = 30_000;

/**
 * What the document still has to tell the lists (D1). The document counts the states it wants projected and the last
 * one that was; both numbers stand in its own storage, so a crash between the two is only a delay.
 */
export class Outbox {
  #failures = 0;
  /** Sequence of the newest projection that was read from the document. */
  #takenUp = 0;
  /** When the noted projection is due. */
  #dueMs = Number.POSITIVE_INFINITY;
  /** Edits since the timer was set or rang. */
  #edits = 0;
  #deliveredAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly ports: Pick<EnginePorts, 'storage' | 'timers' | 'nowMs' | 'schema' | 'deliver'>,
    private readonly state: DocumentState,
  ) {}

  /** Notes that the document was edited. To be called in the transaction of the edit. */
  edited(touched: readonly string[]): void {
    this.#edits++;
    this.want(touched.some((path) => isListed(this.ports.schema, path)) ? listedDelayMs : unlistedDelayMs);
  }

  /** Notes that the lists have to be told. To be called in the transaction of the change. */
  want(delayMs = listedDelayMs): void {
    const { projectionWanted, projectionDone } = this.state.existing();
    const dueMs = this.ports.nowMs() + delayMs;
    // What is noted and not taken up yet will be read as it is by then.
    const isNoted = projectionWanted > projectionDone && this.#takenUp < projectionWanted;
    if (isNoted && this.#dueMs <= dueMs) return;
    if (!isNoted) this.state.updateMeta({ projectionWanted: projectionWanted + 1 });
    this.#dueMs = dueMs;
    this.ports.timers.at('projection', dueMs);
  }

  /** Forgets what is in memory. */
  reset(): void {
    this.#takenUp = 0;
    this.#dueMs = Number.POSITIVE_INFINITY;
  }

  /** Somebody came: a member with a new name or picture is remembered so. Answers whether that was so. */
  meetMember(identity: Identity): boolean {
    const member = this.state.members().get(identity.id);
    if (member === undefined || (member.name === identity.name && member.avatar === identity.avatar)) return false;
    this.ports.storage.transact(() => {
      this.ports.storage.members.put({ ...member, name: identity.name, avatar: identity.avatar });
      this.state.frameChanged();
      this.want();
    });
    this.state.forgetMembers();
    return true;
  }

  /** Takes up again what a restart interrupted. */
  resume(): void {
    if (!this.#isBehind()) return;
    this.#renumber();
    this.ports.timers.at('projection', this.ports.nowMs() + listedDelayMs);
  }

  /** Delivers what is wanted and not done. */
  ring(): void {
    if (this.#mayWait()) return this.ports.timers.at('projection', this.ports.nowMs() + listedDelayMs);
    const projection = this.pending();
    if (projection === null) return;
    this.#deliveredAtMs = this.ports.nowMs();
    this.ports.timers.at('projection', this.ports.nowMs() + lostMs);
    this.ports.deliver(projection);
  }

  /** The projection that is still to be delivered; null when the lists are up to date. */
  pending(): Projection | null {
    return this.#isBehind() ? this.#projection() : null;
  }

  /** The same, but null also when the lists would show nothing but a later time: that may wait. */
  urgent(): Projection | null {
    return this.#dueMs <= this.ports.nowMs() + listedDelayMs ? this.pending() : null;
  }

  done(sequence: number): void {
    this.#failures = 0;
    const { storage, timers } = this.ports;
    const projectionDone = Math.max(sequence, this.state.existing().projectionDone);
    storage.transact(() => this.state.updateMeta({ projectionDone }));
    // What was noted meanwhile has set the timer for itself.
    if (!this.#isBehind()) timers.at('projection', null);
  }

  failed(): void {
    this.#renumber();
    const delayMs = Math.min(maxRetryMs, listedDelayMs * 2 ** this.#failures++);
    this.ports.timers.at('projection', null);
    this.ports.timers.at('projection', this.ports.nowMs() + delayMs);
  }

  /** An attempt that seemed to fail may have reached the lists: what is read next gets a number of its own. */
  #renumber(): void {
    const { projectionWanted } = this.state.existing();
    this.ports.storage.transact(() => this.state.updateMeta({ projectionWanted: projectionWanted + 1 }));
  }

  /** Whether the document is so busy that the lists, told a moment ago, will soon be told more at once. */
  #mayWait(): boolean {
    const isBusy = this.#edits >= busyEdits && this.ports.nowMs() - this.#deliveredAtMs < busyDelayMs;
    this.#edits = 0;
    return isBusy;
  }

  #isBehind(): boolean {
    const meta = this.state.meta();
    return meta !== null && meta.projectionDone < meta.projectionWanted;
  }

  #projection(): Projection {
    const meta = this.state.existing();
    this.#takenUp = meta.projectionWanted;
    this.#dueMs = Number.POSITIVE_INFINITY;
    const { schema } = this.ports;
    const content = contentOf(this.state.live().doc, schema);
    const told = [...schema.listed, ...(schema.filed ?? [])];
    const members = [...this.state.members().values()];
    const roll = this.state.roll();
    return {
      id: meta.id,
      kind: schema.kind,
      sequence: meta.projectionWanted,
      version: this.state.version(),
      fields: Object.fromEntries(told.map((name) => [name, content[name]])),
      calendar_id: meta.calendarId ?? null,
      ...(roll === null ? {} : { roll: { sequence: roll.sequence, left: roll.left } }),
      created_at: new Date(meta.createdAtMs).toISOString(),
      updated_at: new Date(this.ports.storage.log.lastAtMs() ?? meta.createdAtMs).toISOString(),
      deleted_at: meta.deletedAtMs === null ? null : new Date(meta.deletedAtMs).toISOString(),
      owner_id: ownerIdOf(members, meta.ownerId),
      members: members.map((member) => ({ ...member, color: personColor(member.id) })),
    };
  }
}
