import { listedTitle } from '../protocol/listed';
import type { NamedPerson, Role } from '../protocol/roles';
import type { DocumentState } from './document-state';
import type { EventView } from './event';
import { isTime } from './event-times';
import { isListed } from './listed';
import { audienceOf, recipientsOf } from './notice-recipients';
import type { NoticedOccurrence, NoticeKind, NoticeRow } from './notice-store';
import { authorOf, isOfEvent, noticedEvent } from './noticed-event';
import { pointer } from './pointer';
import type { EnginePorts } from './ports';
import type { Sessions } from './sessions';
import type { LogRow } from './storage';
import { contentOf } from './view';

/** Who sees a document in a list is told of an edit within this time: of what lists show … */
const listedDelayMs = 2_000;
/** … while such edits follow each other faster than that, this often … */
const goingOnMs = 10_000;
/** … and, while edits go on, of the rest. */
const unlistedDelayMs = 20_000;
/** Somebody's changes of items within this time are one notice. */
const itemsDelayMs = 60_000;
/** Somebody who finds a time for an event tries several. */
const timeDelayMs = 10_000;
/** A notice that has not been answered for this long was lost, with the object that sent it. */
const lostMs = 30_000;
const retryMs = 1_000;
const maxRetryMs = 5 * 60_000;
/** After so many tries, about a day, nobody is told any more. */
const maxTries = 300;

const items = '/itinerary/';

/**
 * What people's inboxes still have to be told of (PROTOCOL.md, Notices). A notice stands in the document's own storage
 * from the transaction of what it is about until everybody has it; telling is done in the background.
 */
export class Notices {
  #rows: Map<string, NoticeRow> | null = null;
  readonly #underWay = new Set<string>();
  /** When an edit was told of last, as far as is remembered. */
  #toldAtMs = Number.NEGATIVE_INFINITY;
  /** When something that lists show was edited last, as far as is remembered. */
  #listedAtMs = Number.NEGATIVE_INFINITY;
  /** Until then edits that go on are not told of. */
  #heldUntilMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly ports: Pick<EnginePorts, 'schema' | 'storage' | 'timers' | 'nowMs' | 'chance' | 'notify' | 'report'>,
    private readonly state: DocumentState,
    private readonly sessions: Sessions,
  ) {}

  /** Throws away what is in memory: it will be read again. */
  reset(): void {
    this.#rows = null;
    this.#underWay.clear();
  }

  /** An event was created: who is invited to it from the beginning is told. To be called in the transaction. */
  created(by: string): void {
    this.#invite(
      this.#invited().filter((person) => person !== by),
      () => by,
    );
  }

  /**
   * The document was edited. To be called in the transaction of the edit.
   * @param formerly who was invited before; of an event.
   */
  edited(rows: readonly LogRow[], formerly: readonly string[] = []): void {
    const invited = this.#invited();
    // Most edits invite nobody, and then this is the same list.
    const added = invited === formerly ? [] : invited.filter((person) => !formerly.includes(person));
    this.#invite(added, (person) => authorOf(rows, pointer('attendees', `@${person}`)));
    for (const { actor, touched } of rows) {
      if (this.#isAlone(actor)) continue;
      if (this.ports.schema.kind === 'event') this.#eventEdited(actor, touched);
      const isShown = touched.some((path) => isListed(this.ports.schema, path));
      if (isShown) this.#listedAtMs = this.ports.nowMs();
      const isUrgent = isShown || this.#toldAgo() > unlistedDelayMs;
      this.#updated(actor, isUrgent ? listedDelayMs : unlistedDelayMs);
      if (touched.some((path) => path.startsWith(items))) this.#noteOnce('items-changed', actor, itemsDelayMs);
    }
  }

  /** Something else of the document changed that lists show. To be called in the transaction of the change. */
  changed(by: string): void {
    this.#updated(by, listedDelayMs);
  }

  /** Somebody was made a member, or got another role. To be called in the transaction. */
  admitted(by: NamedPerson, person: string, role: Role, isNew: boolean): void {
    this.state.meet(by);
    if (by.id !== person) this.#note(isNew ? 'invited' : 'role-changed', [by.id], 0, [person], role);
    this.changed(by.id);
  }

  /** Somebody is no member any more. To be called in the transaction. */
  removed(by: NamedPerson, person: string): void {
    this.state.meet(by);
    this.#note('gone', [by.id], 0, [person]);
    if (by.id !== person) this.#note('removed', [by.id], 0, [person]);
    this.changed(by.id);
  }

  /** The document was deleted. To be called in the transaction. */
  deleted(by: NamedPerson): void {
    this.state.meet(by);
    this.#note('gone', [by.id], 0, [...audienceOf(this.state)]);
    if (this.ports.schema.kind === 'event') this.#note('cancelled', [by.id], 0, null);
    else this.#noteDeletion(by.id);
  }

  /** An occurrence of an event is near. To be called in a transaction. */
  remind(occurrence: NoticedOccurrence): void {
    this.#note('reminder', [], 0, null, null, occurrence);
  }

  /** Tells what is due. */
  ring(): void {
    if (this.state.meta() === null) return;
    for (const row of [...this.#all().values()]) {
      if (this.#dueMs(row) > this.ports.nowMs() || this.#underWay.has(row.id)) continue;
      if (row.kind === 'updated' && this.#goesOn()) this.#heldUntilMs = this.ports.nowMs() + listedDelayMs;
      else this.#tell(row);
    }
    this.#arm();
  }

  /** The answer to `notify`. `missing`: who could not be told. */
  delivered(id: string, missing: readonly string[]): void {
    const row = this.#all().get(id);
    if (row === undefined) return;
    this.#underWay.delete(id);
    const isOver = missing.length === 0 || row.tries >= maxTries;
    if (missing.length > 0 && isOver) this.ports.report('notice given up', new Error(`${missing.length} people were not told`));
    this.ports.storage.transact(() => {
      if (isOver) this.#remove(id);
      else this.#put(this.#again(row, missing));
    });
    this.#arm();
  }

  #tell(row: NoticeRow): void {
    const to = this.#recipientsOf(row);
    if (to.length === 0) return this.ports.storage.transact(() => this.#remove(row.id));
    if (row.kind === 'updated') this.#toldAtMs = this.ports.nowMs();
    this.#underWay.add(row.id);
    this.ports.timers.at('notices', this.ports.nowMs() + lostMs);
    const { id, kind, by, role, atMs, occurrence = null } = row;
    const [author] = by;
    const name = this.state.nameOf(author ?? '') || null;
    this.ports.notify({
      id,
      documentKind: this.ports.schema.kind,
      documentId: this.state.existing().id,
      kind,
      to,
      by: by.length === 1 && author !== undefined ? { id: author, name } : null,
      role,
      version: this.state.version(),
      // Lists know their titles; to say it here would take the whole document into memory.
      title: kind === 'updated' || kind === 'gone' ? '' : listedTitle(this.state.live().doc.getText('title').toString()),
      atMs,
      event: isOfEvent(kind) ? noticedEvent(this.#event()) : null,
      occurrence,
    });
  }

  #recipientsOf(row: NoticeRow): string[] {
    const { state, sessions } = this;
    return [...recipientsOf(row, { state, sessions, nowMs: this.ports.nowMs(), event: () => this.#event() })];
  }

  /** A trip or a calendar was deleted: its other members are told who did it. */
  #noteDeletion(by: string): void {
    const others = [...this.state.members().keys()].filter((person) => person !== by);
    if (others.length > 0) this.#note('deleted', [by], 0, others);
  }

  #eventEdited(by: string, touched: readonly string[]): void {
    if (touched.some(isTime)) this.#noteOnce('time-changed', by, timeDelayMs);
    if (touched.includes('/status') && this.#event().status === 'cancelled') this.#noteOnce('cancelled', by, 0);
  }

  #invite(people: readonly string[], byWhom: (person: string) => string): void {
    for (const person of people) this.#note('attendee-invited', [byWhom(person)], 0, [person]);
  }

  #event(): EventView {
    return contentOf(this.state.live().doc, this.ports.schema) as unknown as EventView;
  }

  #invited(): readonly string[] {
    return this.state.roll()?.attendees ?? [];
  }

  #updated(by: string, delayMs: number): void {
    const row = this.#waiting('updated', () => true);
    if (row === undefined) return this.#note('updated', [by], delayMs, null);
    const dueMs = Math.min(row.dueMs, this.ports.nowMs() + delayMs);
    if (row.by.includes(by) && dueMs === row.dueMs) return;
    this.#put({ ...row, by: [...new Set([...row.by, by])], dueMs });
    this.ports.timers.at('notices', dueMs);
  }

  /** Notes what somebody did, unless it is noted already and not told yet. */
  #noteOnce(kind: NoticeKind, by: string, delayMs: number): void {
    const isNoted = this.#waiting(kind, (row) => row.by.includes(by)) !== undefined;
    if (!isNoted) this.#note(kind, [by], delayMs, null);
  }

  /** Whether edits of what lists show go on, of which everybody was told a moment ago. */
  #goesOn(): boolean {
    return this.#toldAgo() < goingOnMs && this.ports.nowMs() - this.#listedAtMs < listedDelayMs;
  }

  #dueMs({ kind, dueMs }: NoticeRow): number {
    return kind === 'updated' ? Math.max(dueMs, this.#heldUntilMs) : dueMs;
  }

  #toldAgo(): number {
    return this.ports.nowMs() - this.#toldAtMs;
  }

  /** Whether there is nobody else to tell. */
  #isAlone(by: string): boolean {
    const members = this.state.members();
    const invited = this.#invited();
    const isOther = (person: string): boolean => person !== by;
    if (invited.some(isOther) || [...members.keys()].some(isOther)) return false;
    return members.has(by) || invited.includes(by);
  }

  #waiting(kind: NoticeKind, isIt: (row: NoticeRow) => boolean): NoticeRow | undefined {
    for (const row of this.#all().values()) {
      if (row.kind === kind && row.tries === 0 && !this.#underWay.has(row.id) && isIt(row)) return row;
    }
    return undefined;
  }

  #note(
    kind: NoticeKind,
    by: readonly string[],
    delayMs: number,
    to: readonly string[] | null,
    role: Role | null = null,
    occurrence?: NoticedOccurrence,
  ): void {
    const atMs = this.ports.nowMs();
    const dueMs = atMs + delayMs;
    const row = { id: this.ports.chance.newId(), kind, by, to, role, atMs, dueMs, tries: 0 };
    this.#put(occurrence === undefined ? row : { ...row, occurrence });
    this.ports.timers.at('notices', dueMs);
  }

  #again(row: NoticeRow, missing: readonly string[]): NoticeRow {
    const delayMs = Math.min(maxRetryMs, retryMs * 2 ** row.tries);
    return { ...row, to: missing, tries: row.tries + 1, dueMs: this.ports.nowMs() + delayMs };
  }

  /** Sets the timer to what is due next. */
  #arm(): void {
    const { timers, nowMs } = this.ports;
    timers.at('notices', null);
    for (const row of this.#all().values())
      timers.at('notices', this.#underWay.has(row.id) ? nowMs() + lostMs : this.#dueMs(row));
  }

  #put(row: NoticeRow): void {
    const rows = this.#all();
    this.ports.storage.notices.put(row);
    rows.set(row.id, row);
  }

  #remove(id: string): void {
    const rows = this.#all();
    this.ports.storage.notices.remove(id);
    rows.delete(id);
  }

  #all(): Map<string, NoticeRow> {
    this.#rows ??= new Map(this.ports.storage.notices.all().map((row) => [row.id, row]));
    return this.#rows;
  }
}
