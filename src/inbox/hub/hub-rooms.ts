import type { Outcome } from '../../protocol/codes';
import { hubLimits as limits } from '../../protocol/limits';
import type { Identity } from '../../protocol/roles';
import type { InboxPorts } from '../ports';
import type { SessionRecord, SessionRecords } from './session-records';

export const hubRoomTables = `
  CREATE TABLE hub_rooms (room TEXT PRIMARY KEY, cursor TEXT, leaving INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE hub_session_rooms (session TEXT NOT NULL, room TEXT NOT NULL, PRIMARY KEY (session, room)) WITHOUT ROWID`;

/** When a room was last asked to let the person in. */
export const roomsAskedAt = 'ALTER TABLE hub_rooms ADD COLUMN asked_at INTEGER NOT NULL DEFAULT 0';

interface RoomRow {
  readonly room: string;
  readonly cursor: string | null;
  readonly leaving: number;
  readonly asked_at: number;
}

/** Names the requests that no message asked for. */
const ownRequest = 'inbox';

/**
 * The rooms a person is in (PROTOCOL.md U14, U15). A person is in a room as long as one of their sessions is, and for
 * `roomGraceMs` after the last of them was lost: a client that comes back finds its rooms, and nobody saw it leave.
 */
export class HubRooms {
  /** Where the streams of rooms are, where that is not written yet. It is written with the events from there. */
  readonly #ahead = new Map<string, string>();
  /** Rooms that the person is known to be in. */
  readonly #entered = new Set<string>();
  /** Rooms that have not said yet that they tell again what a crash has lost. */
  readonly #lost = new Set<string>();

  constructor(
    private readonly ports: Pick<InboxPorts, 'sql' | 'nowMs' | 'timers' | 'askRoom' | 'person'>,
    private readonly records: SessionRecords,
  ) {}

  /** The rooms of one session. */
  of(session: string): string[] {
    return this.ports.sql
      .rows<{ room: string }>('SELECT room FROM hub_session_rooms WHERE session = ? ORDER BY room', session)
      .map(({ room }) => room);
  }

  /**
   * A session begins: it takes over the rooms of those that the same device has lost, and is let in anew with `identity`.
   * It is also where the device's other sessions are. One of them may be what it comes back from, and nobody has noticed
   * yet that it is lost; or it is another tab, which keeps its rooms.
   */
  takeOver(session: string, device: string | null, identity: Identity | null): void {
    const ofDevice = this.records.all().filter((record) => record.device === device && record.id !== session);
    for (const record of ofDevice.filter((one) => this.records.endOf(one) !== null)) {
      this.#copy(record.id, session);
      this.#forgetSession(record.id);
    }
    const rooms = this.of(session);
    // Who names no device may be anybody: what is open belongs to somebody else.
    if (device !== null) for (const { id } of ofDevice) this.#copy(id, session);
    if (identity === null) return;
    for (const row of this.#rows()) if (rooms.includes(row.room)) this.#ask(row, identity, ownRequest);
  }

  /** Asks to be let in; the answer to the request comes by {@link answered}. */
  join(session: string, requestId: string, room: string, cursor: string | null, identity: Identity): Outcome<null> {
    const { sql } = this.ports;
    const rows = this.#rows();
    const known = rows.find((row) => row.room === room);
    if (known === undefined && rows.length >= limits.maxRooms) return { ok: false, refusal: { code: 'too-many-rooms' } };
    sql.transact(() => {
      sql.rows(
        'INSERT INTO hub_rooms (room, cursor, leaving) VALUES (?, ?, 0) ON CONFLICT (room) DO UPDATE SET leaving = 0',
        room,
        cursor,
      );
      sql.rows('INSERT OR IGNORE INTO hub_session_rooms (session, room) VALUES (?, ?)', session, room);
    });
    this.#ask({ room, cursor: known?.cursor ?? cursor }, identity, requestId);
    return { ok: true, value: null };
  }

  /** Says anew to the rooms of a session that its person is there: of one that does not, a room thinks that it has gone. */
  renew(session: string, identity: Identity): void {
    const beforeMs = this.ports.nowMs() - limits.renewRoomMs;
    const rooms = new Set(this.of(session));
    for (const row of this.#rows()) {
      if (rooms.has(row.room) && row.leaving === 0 && row.asked_at <= beforeMs) this.#ask(row, identity, ownRequest);
    }
  }

  /** A session leaves a room, and its person with it unless another session of theirs stays, or may come back. */
  leave(session: string, room: string): void {
    const { sql, nowMs } = this.ports;
    sql.rows('DELETE FROM hub_session_rooms WHERE session = ? AND room = ?', session, room);
    if (this.#until(room) <= nowMs()) this.takeOut(room);
  }

  /** The person is in a room no more: they were not let in, have left, or it is gone. */
  forget(room: string): void {
    this.#entered.delete(room);
    this.#ahead.delete(room);
    this.#lost.delete(room);
    this.ports.sql.rows('DELETE FROM hub_rooms WHERE room = ?', room);
    this.ports.sql.rows('DELETE FROM hub_session_rooms WHERE room = ?', room);
  }

  /** A session is not let into a room. Others of the person that are there may do more than it may. */
  refusedTo(session: string, room: string): void {
    this.ports.sql.rows('DELETE FROM hub_session_rooms WHERE session = ? AND room = ?', session, room);
    if (this.#sessionsIn(room).length === 0) this.forget(room);
  }

  /** Where the stream of a room is that the person is in (`at` null: where it will begin); null for a room they are not in. */
  placeIn(room: string): { readonly at: string | null } | null {
    const ahead = this.#ahead.get(room);
    if (ahead !== undefined && this.#entered.has(room)) return { at: ahead };
    const [row] = this.ports.sql.rows<RoomRow>('SELECT cursor FROM hub_rooms WHERE room = ? AND leaving = 0', room);
    if (row === undefined) return null;
    this.#entered.add(room);
    return { at: ahead ?? row.cursor };
  }

  /** The stream of a room is at `cursor` now. {@link keepPlaces} writes it. */
  moveTo(room: string, cursor: string): void {
    this.#ahead.set(room, cursor);
  }

  /** Writes where the streams are. To be called in the transaction that writes the events up to there. */
  keepPlaces(): void {
    for (const [room, cursor] of this.#ahead) this.ports.sql.rows('UPDATE hub_rooms SET cursor = ? WHERE room = ?', cursor, room);
    this.#ahead.clear();
  }

  /** Events were lost: the rooms are to tell again what came after what is written (E10). */
  resume(): void {
    for (const { room, leaving, cursor } of this.#rows()) if (leaving === 0 && cursor !== null) this.#lost.add(room);
    this.askLost();
  }

  /** Asks those rooms, again, that have not answered yet. Answers whether there are any. */
  askLost(): boolean {
    const { askRoom, person } = this.ports;
    for (const { room, leaving, cursor } of this.#rows()) {
      if (!this.#lost.has(room)) continue;
      if (leaving === 1 || cursor === null) this.#lost.delete(room);
      else askRoom({ kind: 'resume', requestId: ownRequest, roomId: room, identity: null, personId: person, cursor });
    }
    return this.#lost.size > 0;
  }

  /** A room tells again what was lost. */
  resumed(room: string): void {
    this.#lost.delete(room);
  }

  /**
   * The person was let in, where the room's stream is at `cursor`. Who has left since they asked may have been let in after
   * that, because a room is left without a look at who may be there: it is told so again.
   */
  entered(room: string, cursor: string): void {
    const { sql } = this.ports;
    sql.rows('INSERT OR IGNORE INTO hub_rooms (room, leaving) VALUES (?, 1)', room);
    sql.rows('UPDATE hub_rooms SET cursor = ? WHERE room = ? AND cursor IS NULL', cursor, room);
    if (this.#rows().some((row) => row.room === room && row.leaving === 1)) this.takeOut(room);
  }

  /** A session was lost, or whoever polls came by: those that are not heard of any more leave their rooms later. */
  watch(session: string, graceMs: number = limits.roomGraceMs): void {
    if (this.of(session).length > 0) this.ports.timers.at('rooms', this.ports.nowMs() + graceMs);
  }

  /** The timer 'rooms' rang: leaves the rooms in which no session is, nor was a moment ago. */
  ring(): void {
    const nowMs = this.ports.nowMs();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { room, asked_at } of this.#rows()) {
      const untilMs = this.#until(room);
      if (untilMs <= nowMs) this.takeOut(room);
      else nextMs = Math.min(nextMs, untilMs, renewAtMs(asked_at, nowMs));
    }
    if (nextMs < Number.POSITIVE_INFINITY) this.ports.timers.at('rooms', nextMs);
  }

  /** The person leaves a room, also one that does not let them in any more: it need not know that they are still there. */
  takeOut(room: string): void {
    const { sql, timers, nowMs, askRoom, person } = this.ports;
    this.#entered.delete(room);
    sql.rows('UPDATE hub_rooms SET leaving = 1 WHERE room = ?', room);
    sql.rows('DELETE FROM hub_session_rooms WHERE room = ?', room);
    // Until the room has answered, it is asked again.
    timers.at('rooms', nowMs() + limits.roomGraceMs);
    askRoom({ kind: 'leave', requestId: ownRequest, roomId: room, identity: null, personId: person });
  }

  /** A room has let the person go. */
  left(room: string): void {
    const [row] = this.ports.sql.rows<RoomRow>('SELECT * FROM hub_rooms WHERE room = ? AND leaving = 1', room);
    // Somebody may have joined anew meanwhile.
    if (row !== undefined) this.forget(room);
  }

  /** Until when the person is in a room; infinite while a session is that cannot get lost unnoticed. */
  #until(room: string): number {
    const ends = this.#sessionsIn(room).map((record) => {
      const endedMs = this.records.endOf(record);
      if (endedMs !== null) return endedMs + limits.roomGraceMs;
      return record.transport === 'poll'
        ? record.active_at + limits.deadConnectionMs + limits.roomGraceMs
        : Number.POSITIVE_INFINITY;
    });
    return Math.max(0, ...ends);
  }

  #sessionsIn(room: string): SessionRecord[] {
    return this.ports.sql
      .rows<{ session: string }>('SELECT session FROM hub_session_rooms WHERE room = ?', room)
      .flatMap(({ session }) => this.records.get(session) ?? []);
  }

  #ask({ room, cursor }: Pick<RoomRow, 'room' | 'cursor'>, identity: Identity, requestId: string): void {
    const { sql, timers, nowMs } = this.ports;
    const person = { id: identity.id, name: identity.name };
    sql.rows('UPDATE hub_rooms SET asked_at = ? WHERE room = ?', nowMs(), room);
    timers.at('rooms', nowMs() + limits.renewRoomMs);
    this.ports.askRoom({ kind: 'join', requestId, roomId: room, identity, person, cursor });
  }

  /** Another session is where one is. */
  #copy(from: string, to: string): void {
    this.ports.sql.rows(
      'INSERT OR IGNORE INTO hub_session_rooms (session, room) SELECT ?, room FROM hub_session_rooms WHERE session = ?',
      ...[to, from],
    );
  }

  #forgetSession(session: string): void {
    this.ports.sql.rows('DELETE FROM hub_session_rooms WHERE session = ?', session);
  }

  #rows(): RoomRow[] {
    return this.ports.sql
      .rows<RoomRow>('SELECT room, cursor, leaving, asked_at FROM hub_rooms ORDER BY room')
      .map((row) => ({ ...row, cursor: this.#ahead.get(row.room) ?? row.cursor }));
  }
}

/** When a room is to be asked next. Whom only their next poll can speak for is not asked about now. */
function renewAtMs(askedAtMs: number, nowMs: number): number {
  const dueMs = askedAtMs + limits.renewRoomMs;
  return dueMs > nowMs ? dueMs : nowMs + limits.renewRoomMs;
}
