import type { CalendarEventRow, RollRow } from '../../src/documents/calendar-stores';
import type { InviteKeyRow, InviteRow } from '../../src/documents/invite-store';
import type { LockRow } from '../../src/documents/locks/lock-store';
import { checkAppend, isCheckpointSparse } from '../../src/documents/log-rules';
import type { NoticeRow } from '../../src/documents/notice-store';
import type { AnswerRow, ConflictRow } from '../../src/documents/operations/operation-stores';
import { decodePack, encodePack } from '../../src/documents/pack';
import type {
  Absence,
  Checkpoint,
  DocumentMeta,
  DocumentStorage,
  LogRow,
  LogStore,
  MemberRow,
  Replacement,
  Synchronous,
} from '../../src/documents/storage';
import type { TicketRow } from '../../src/documents/ticket-store';

interface Tables {
  meta: DocumentMeta | null;
  log: LogRow[];
  packs: { first: number; last: number; bytes: Uint8Array }[];
  checkpoints: (Checkpoint & { logBytes: number })[];
  members: MemberRow[];
  names: Map<string, string>;
  replicas: Map<number, { person: string; atMs: number }>;
  announced: Map<number, { person: string; atMs: number }>;
  replacements: Replacement[];
  absences: Map<number, Absence>;
  tickets: Map<string, TicketRow>;
  invites: InviteRow[];
  inviteKeys: Map<string, InviteKeyRow>;
  notices: Map<string, NoticeRow>;
  locks: Map<string, LockRow>;
  lastLockToken: number;
  roll: RollRow | null;
  calendarEvents: Map<string, CalendarEventRow>;
  answers: AnswerRow[];
  conflicts: ConflictRow[];
}

function emptyTables(): Tables {
  return {
    meta: null,
    log: [],
    packs: [],
    checkpoints: [],
    members: [],
    names: new Map(),
    replicas: new Map(),
    announced: new Map(),
    replacements: [],
    absences: new Map(),
    tickets: new Map(),
    invites: [],
    inviteKeys: new Map(),
    notices: new Map(),
    locks: new Map(),
    lastLockToken: 0,
    roll: null,
    calendarEvents: new Map(),
    answers: [],
    conflicts: [],
  };
}

/** Rows are replaced and never changed, so what holds them is all that has to be copied. */
function copyOf(tables: Tables): Tables {
  const { log, packs, checkpoints, members, replacements, invites, answers, conflicts } = tables;
  return {
    ...tables,
    log: [...log],
    packs: [...packs],
    checkpoints: [...checkpoints],
    members: [...members],
    replacements: [...replacements],
    invites: [...invites],
    answers: [...answers],
    conflicts: [...conflicts],
    names: new Map(tables.names),
    replicas: new Map(tables.replicas),
    announced: new Map(tables.announced),
    absences: new Map(tables.absences),
    tickets: new Map(tables.tickets),
    notices: new Map(tables.notices),
    locks: new Map(tables.locks),
    calendarEvents: new Map(tables.calendarEvents),
  };
}

/** The storage port in memory: the second implementation of the log contract, and what the fuzz crashes and restarts. */
export class MemoryStorage implements DocumentStorage {
  #tables = emptyTables();
  /** Called inside each transaction, before it commits; throws to make it fail. */
  beforeCommit: () => void = () => {};

  transact<T>(work: () => Synchronous<T>): T {
    const before = copyOf(this.#tables);
    try {
      const result = work();
      this.beforeCommit();
      return result;
    } catch (error) {
      this.#tables = before;
      throw error;
    }
  }

  readonly log: LogStore = {
    head: () => this.#tables.log.at(-1)?.version ?? this.#tables.packs.at(-1)?.last ?? 0,
    lastAtMs: () => this.log.rows(this.log.head() - 1, this.log.head())[0]?.atMs ?? null,
    append: (rows) => {
      checkAppend(this.log.head(), rows);
      this.#tables.log.push(...rows);
    },
    checkpoint: (atMost = Number.MAX_SAFE_INTEGER) => {
      const found = this.#tables.checkpoints.findLast(({ version }) => version <= atMost);
      if (found === undefined) return null;
      const { version, state, stateVector, deletes } = found;
      return { version, state, stateVector, deletes };
    },
    tail: () => [...this.#tables.log],
    tailSize: () => ({ rows: this.#tables.log.length, bytes: sizeOf(this.#tables.log) }),
    rows: (after, upTo) =>
      [...this.#tables.packs.flatMap(({ bytes }) => decodePack(bytes)), ...this.#tables.log].filter(
        ({ version }) => version > after && version <= upTo,
      ),
    compact: (checkpoint) => this.#compact(checkpoint),
    storedBytes: () =>
      sizeOf(this.#tables.log) +
      sizeOf(this.#tables.packs) +
      this.#tables.checkpoints.reduce(
        (sum, { state, stateVector, deletes }) => sum + state.length + stateVector.length + deletes.length,
        0,
      ),
  };

  readonly meta: DocumentStorage['meta'] = {
    read: () => this.#tables.meta,
    create: (meta) => {
      this.#tables.meta = meta;
    },
    update: (change) => {
      if (this.#tables.meta !== null) this.#tables.meta = { ...this.#tables.meta, ...change };
    },
    purge: () => {
      this.#tables = { ...emptyTables(), meta: this.#tables.meta };
    },
  };

  readonly members: DocumentStorage['members'] = {
    all: () => [...this.#tables.members],
    put: (member) => {
      const index = this.#tables.members.findIndex(({ id }) => id === member.id);
      if (index < 0) this.#tables.members.push(member);
      else this.#tables.members[index] = member;
    },
    remove: (id) => {
      this.#tables.members = this.#tables.members.filter((member) => member.id !== id);
    },
  };

  readonly names: DocumentStorage['names'] = {
    all: () => new Map(this.#tables.names),
    put: (id, name) => void this.#tables.names.set(id, name),
  };

  readonly replicas: DocumentStorage['replicas'] = {
    owner: (client) => this.#tables.replicas.get(client)?.person ?? null,
    bind: (client, person, atMs) => {
      if (!this.#tables.replicas.has(client)) this.#tables.replicas.set(client, { person, atMs });
      this.#tables.announced.delete(client);
    },
    announcer: (client) => this.#tables.announced.get(client)?.person ?? null,
    announce: (client, person, atMs) => {
      if (!this.#tables.announced.has(client)) this.#tables.announced.set(client, { person, atMs });
    },
    announcedBy: (person) => this.#announced((announced) => announced.person === person),
    announcedBefore: (beforeMs) => this.#announced(({ atMs }) => atMs < beforeMs),
    forgetAnnounced: (client) => void this.#tables.announced.delete(client),
  };

  readonly replacements: DocumentStorage['replacements'] = {
    all: () => [...this.#tables.replacements],
    add: (replacement) => void this.#tables.replacements.push(replacement),
    removeElement: (element) => {
      this.#tables.replacements = this.#tables.replacements.filter((replacement) => replacement.element !== element);
    },
  };

  readonly absences: DocumentStorage['absences'] = {
    all: () => [...this.#tables.absences.values()],
    put: (absence) => void this.#tables.absences.set(absence.client, absence),
    remove: (client) => void this.#tables.absences.delete(client),
  };

  readonly tickets: DocumentStorage['tickets'] = {
    put: (ticket) => void this.#tables.tickets.set(ticket.hash, ticket),
    take: (hash) => {
      const ticket = this.#tables.tickets.get(hash) ?? null;
      this.#tables.tickets.delete(hash);
      return ticket;
    },
    removeExpired: (nowMs) => {
      for (const [hash, { expiresAtMs }] of this.#tables.tickets) if (expiresAtMs <= nowMs) this.#tables.tickets.delete(hash);
    },
    clear: () => this.#tables.tickets.clear(),
  };

  readonly invites: DocumentStorage['invites'] = {
    all: () => [...this.#tables.invites],
    find: (hash) => this.#tables.invites.find((invite) => invite.hash === hash) ?? null,
    add: (invite) => void this.#tables.invites.push(invite),
    findKey: (hash) => this.#tables.inviteKeys.get(hash) ?? null,
    addKey: (key) => void this.#tables.inviteKeys.set(key.hash, key),
    forgetKeys: (untilMs) => {
      for (const { hash, madeAtMs } of this.#tables.inviteKeys.values())
        if (madeAtMs <= untilMs) this.#tables.inviteKeys.delete(hash);
    },
    countUse: (id) => {
      this.#tables.invites = this.#tables.invites.map((invite) =>
        invite.id === id ? { ...invite, uses: invite.uses + 1 } : invite,
      );
    },
    remove: (id) => {
      this.#tables.invites = this.#tables.invites.filter((invite) => invite.id !== id);
    },
    clear: () => {
      this.#tables.invites = [];
      this.#tables.inviteKeys.clear();
    },
  };

  readonly notices: DocumentStorage['notices'] = {
    all: () => [...this.#tables.notices.values()],
    put: (notice) => void this.#tables.notices.set(notice.id, notice),
    remove: (id) => void this.#tables.notices.delete(id),
  };

  readonly roll: DocumentStorage['roll'] = {
    read: () => this.#tables.roll,
    put: (roll) => {
      this.#tables.roll = roll;
    },
  };

  readonly calendarEvents: DocumentStorage['calendarEvents'] = {
    count: () => this.#tables.calendarEvents.size,
    liveCount: () => [...this.#tables.calendarEvents.values()].filter(({ isLive, seen }) => isLive && seen > 0).length,
    find: (id) => this.#tables.calendarEvents.get(id) ?? null,
    behind: (sequence, limit) =>
      [...this.#tables.calendarEvents.values()]
        .filter(({ told }) => told < sequence)
        .slice(0, limit)
        .map(({ id }) => id),
    put: (event) => void this.#tables.calendarEvents.set(event.id, event),
    remove: (id) => void this.#tables.calendarEvents.delete(id),
  };

  readonly answers: DocumentStorage['answers'] = {
    find: (person, id) => this.#tables.answers.find((answer) => answer.person === person && answer.id === id) ?? null,
    add: (answer) => {
      const others = this.#tables.answers.filter(({ person, id }) => person !== answer.person || id !== answer.id);
      this.#tables.answers = [...others, answer];
    },
    forget: (person, beforeMs, keep) => {
      const newest = this.#tables.answers.filter((answer) => answer.person === person).slice(-keep);
      this.#tables.answers = this.#tables.answers.filter(
        (answer) => answer.person !== person || (answer.atMs >= beforeMs && newest.includes(answer)),
      );
    },
  };

  readonly conflicts: DocumentStorage['conflicts'] = {
    all: () => [...this.#tables.conflicts].reverse(),
    find: (id) => this.#tables.conflicts.find((conflict) => conflict.id === id) ?? null,
    put: (conflict) => {
      const index = this.#tables.conflicts.findIndex(({ id }) => id === conflict.id);
      if (index < 0) this.#tables.conflicts.push(conflict);
      else this.#tables.conflicts[index] = conflict;
    },
    forget: (beforeMs, keep) => {
      this.#tables.conflicts = this.#tables.conflicts.slice(-keep).filter(({ atMs }) => atMs >= beforeMs);
    },
  };

  readonly locks: DocumentStorage['locks'] = {
    all: () => [...this.#tables.locks.values()].sort((a, b) => a.token - b.token),
    put: (lock) => void this.#tables.locks.set(lock.id, lock),
    remove: (id) => void this.#tables.locks.delete(id),
    clear: () => this.#tables.locks.clear(),
    nextToken: () => ++this.#tables.lastLockToken,
  };

  #announced(isMeant: (announced: { person: string; atMs: number }) => boolean): number[] {
    const meant = [...this.#tables.announced].filter(([, announced]) => isMeant(announced));
    return meant.sort(([, a], [, b]) => a.atMs - b.atMs).map(([client]) => client);
  }

  #compact(checkpoint: Checkpoint): void {
    const rows = this.#tables.log.filter(({ version }) => version <= checkpoint.version);
    const first = rows[0];
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return;
    this.#tables.packs.push({ first: first.version, last: last.version, bytes: encodePack(rows) });
    this.#tables.log = this.#tables.log.filter(({ version }) => version > checkpoint.version);
    const [secondLast, previous] = [this.#tables.checkpoints.at(-2), this.#tables.checkpoints.at(-1)];
    const logBytes = (previous?.logBytes ?? 0) + sizeOf(rows);
    if (previous !== undefined && isCheckpointSparse(logBytes - (secondLast?.logBytes ?? 0), checkpoint.state.length)) {
      this.#tables.checkpoints.pop();
    }
    this.#tables.checkpoints.push({ ...checkpoint, logBytes });
  }
}

function sizeOf(parts: readonly { bytes: Uint8Array }[]): number {
  return parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
