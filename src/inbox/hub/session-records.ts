import { hubLimits as limits } from '../../protocol/limits';
import type { HubSessionView } from '../../protocol/notifications';
import type { HubClient, PollClient } from '../api';
import type { InboxPorts } from '../ports';

export const sessionTables = `
  CREATE TABLE hub_sessions (
    id TEXT PRIMARY KEY, transport TEXT NOT NULL, device TEXT, version TEXT,
    connected_at INTEGER NOT NULL, active_at INTEGER NOT NULL, ended_at INTEGER
  ) WITHOUT ROWID`;

export const sessionNames = 'ALTER TABLE hub_sessions ADD COLUMN name TEXT';

/** What who polls says that they do. Connections that are open know it themselves. */
export const statusOfPolls = "ALTER TABLE hub_sessions ADD COLUMN status TEXT NOT NULL DEFAULT 'idle'";

/** One session as it is stored. One of `poll` is open as long as its client comes again. */
export interface SessionRecord {
  readonly id: string;
  readonly transport: HubSessionView['transport'];
  readonly device: string | null;
  /** What the client calls the device. */
  readonly name: string | null;
  readonly version: string | null;
  readonly connected_at: number;
  readonly active_at: number;
  readonly ended_at: number | null;
  readonly status: 'active' | 'idle';
}

/** The sessions of a person: those that are open, and those that ended a moment ago (PROTOCOL.md U13). */
export class SessionRecords {
  /** False when it is known that nobody polls. */
  #mayPoll = true;

  constructor(private readonly ports: Pick<InboxPorts, 'sql' | 'nowMs' | 'newId'>) {}

  begin(id: string, transport: HubSessionView['transport'], { deviceId, deviceName, clientVersion }: HubClient): void {
    const nowMs = this.ports.nowMs();
    this.#mayPoll ||= transport === 'poll';
    this.#forgetOld();
    this.ports.sql.rows(
      'INSERT INTO hub_sessions (id, transport, device, name, version, connected_at, active_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ...[id, transport, deviceId, deviceName, clientVersion, nowMs, nowMs],
    );
  }

  end(id: string, activeAtMs: number): void {
    this.ports.sql.rows(
      'UPDATE hub_sessions SET ended_at = ?, active_at = max(active_at, ?) WHERE id = ? AND ended_at IS NULL',
      ...[this.ports.nowMs(), activeAtMs, id],
    );
  }

  /** Ends what says that it is open, though its connection is not among `open`: it went down with the machine. */
  endLost(open: ReadonlySet<string>): string[] {
    const lost = this.all().filter(({ id, transport, ended_at }) => transport !== 'poll' && ended_at === null && !open.has(id));
    for (const { id, active_at } of lost) this.end(id, active_at);
    return lost.map(({ id }) => id);
  }

  /** A client polls. Answers the id of its session, and whether it is a new one, or one that was taken for ended. */
  polled(client: PollClient): { readonly id: string; readonly isNew: boolean } {
    const known = client.clientId === undefined ? this.#polledBy(client.deviceId) : this.get(client.clientId);
    if (known !== null && isOpenPoll(known)) {
      this.heardOfPoll(known.id);
      return { id: known.id, isNew: this.endOf(known) !== null };
    }
    // A name that something else has is nobody's; the answer tells the one to go on with.
    const id = known === null && client.clientId !== undefined ? client.clientId : this.ports.newId();
    this.begin(id, 'poll', client);
    return { id, isNew: true };
  }

  /** Something came from who polls. */
  heardOfPoll(id: string): void {
    this.#mayPoll = true;
    this.ports.sql.rows('UPDATE hub_sessions SET active_at = ? WHERE id = ?', this.ports.nowMs(), id);
  }

  /** Who polls says what they do. */
  setStatus(id: string, status: SessionRecord['status']): void {
    this.ports.sql.rows('UPDATE hub_sessions SET status = ? WHERE id = ?', status, id);
  }

  /** One of who polls, unless its person has ended it. */
  poll(id: string): SessionRecord | null {
    const record = this.get(id);
    return record !== null && isOpenPoll(record) ? record : null;
  }

  /** Those by which somebody polls. */
  polls(): SessionRecord[] {
    if (!this.#mayPoll) return [];
    const polls = this.all().filter((record) => record.transport === 'poll' && this.endOf(record) === null);
    this.#mayPoll = polls.length > 0;
    return polls;
  }

  #polledBy(device: string | null): SessionRecord | null {
    return this.polls().find((record) => record.device === device) ?? null;
  }

  /** Whether the person ended this client's polls, and so short a time ago that it may not have heard of it (U13). */
  isPollEnded({ deviceId }: HubClient): boolean {
    const sinceMs = this.ports.nowMs() - limits.deadConnectionMs;
    // Nothing else than their person gives polls an end: those that stay away are counted as ended by their last one.
    const rows = this.ports.sql.rows(
      "SELECT 1 FROM hub_sessions WHERE transport = 'poll' AND device IS ? AND ended_at > ?",
      ...[deviceId, sinceMs],
    );
    return rows.length > 0;
  }

  /** When a session ended; null as long as it is open. */
  endOf({ transport, active_at, ended_at }: SessionRecord): number | null {
    if (ended_at !== null || transport !== 'poll') return ended_at;
    return this.ports.nowMs() - active_at > limits.deadConnectionMs ? active_at : null;
  }

  get(id: string): SessionRecord | null {
    return this.ports.sql.rows<SessionRecord>('SELECT * FROM hub_sessions WHERE id = ?', id)[0] ?? null;
  }

  /** Those that are open, and those that ended within `keepEndedSessionMs`; the newest first. */
  all(): SessionRecord[] {
    const oldestMs = this.ports.nowMs() - limits.keepEndedSessionMs;
    return this.ports.sql
      .rows<SessionRecord>('SELECT * FROM hub_sessions ORDER BY connected_at DESC, id DESC')
      .filter((record) => (this.endOf(record) ?? Number.POSITIVE_INFINITY) > oldestMs);
  }

  #forgetOld(): void {
    const oldestMs = this.ports.nowMs() - limits.keepEndedSessionMs;
    this.ports.sql.rows(
      `DELETE FROM hub_sessions WHERE ended_at <= ? OR (transport = 'poll' AND active_at <= ?) OR id IN
         (SELECT id FROM hub_sessions WHERE ended_at IS NOT NULL OR transport = 'poll' ORDER BY connected_at DESC LIMIT -1 OFFSET ?)`,
      ...[oldestMs, oldestMs, limits.maxEndedSessions],
    );
  }
}

function isOpenPoll({ transport, ended_at }: SessionRecord): boolean {
  return transport === 'poll' && ended_at === null;
}
