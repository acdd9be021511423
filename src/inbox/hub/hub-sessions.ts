import { type Close, closes } from '../../protocol/closes';
import { hubLimits as limits } from '../../protocol/limits';
import type { HubSessionView } from '../../protocol/notifications';
import type { Identity } from '../../protocol/roles';
import type { InboxPorts } from '../ports';
import type { HubRooms } from './hub-rooms';
import { HubSession, newHubSessionFacts } from './hub-session';
import { PollRates } from './poll-rates';
import type { SessionRecord, SessionRecords } from './session-records';

/** Facts reach the attachment at once when they decide something; when a connection merely was heard, this often. */
const heardGranularityMs = 10_000;

/** The open connections of a person, and the list of their sessions (PROTOCOL.md U9, U12, U13, U17). */
export class HubSessions {
  readonly #byId = new Map<string, HubSession>();
  readonly #pollRates = new PollRates();

  constructor(
    private readonly ports: Pick<InboxPorts, 'wire' | 'nowMs' | 'timers'>,
    private readonly records: SessionRecords,
    private readonly rooms: HubRooms,
  ) {}

  /** Takes the connections back that are open after a wake; those that are not any more have ended. */
  restore(sessions: readonly HubSession[]): void {
    for (const session of sessions) this.#byId.set(session.id, session);
    for (const lost of this.records.endLost(new Set(this.#byId.keys()))) this.rooms.watch(lost);
    this.#closeSilent();
  }

  /** Takes one back whose socket was closed during hibernation; its end follows. */
  adopt(session: HubSession): void {
    this.#byId.set(session.id, session);
  }

  begin(session: HubSession): void {
    this.#closeSilent();
    this.#byId.set(session.id, session);
    this.records.begin(session.id, session.facts.transport, session.facts);
    this.watchExpiry(session);
    const oldest = this.all().sort((a, b) => a.facts.connectedAtMs - b.facts.connectedAtMs);
    for (const one of oldest.slice(0, Math.max(0, oldest.length - limits.maxConnectionsPerPerson))) {
      this.close(one, closes.tooManyOfPerson);
    }
  }

  /** The connection is gone, by whatever side. */
  end(session: HubSession): void {
    this.#byId.delete(session.id);
    this.records.end(session.id, this.heardAtMs(session));
    this.rooms.watch(session.id);
  }

  /** Closes a connection from the server's side; the socket's own close event finds it gone. */
  close(session: HubSession, close: Close): void {
    this.end(session);
    this.ports.wire.close(session.id, close);
  }

  /** Ends a session of whatever transport. False when there is none that is open. */
  endByPerson(id: string, close: Close): boolean {
    const session = this.get(id);
    if (session !== null) {
      this.close(session, close);
      return true;
    }
    const record = this.records.get(id);
    if (record === null || this.records.endOf(record) !== null) return false;
    this.records.end(id, record.active_at);
    this.rooms.watch(id);
    // One that waits looks again, and finds its session ended.
    this.ports.wire.wakePollsOf(record.device);
    return true;
  }

  get(id: string): HubSession | null {
    return this.#byId.get(id) ?? null;
  }

  all(): HubSession[] {
    return [...this.#byId.values()];
  }

  /** The connection for which a message came over HTTP: one that is open, or one of who polls; null for none. */
  spokenFor(id: string, speaker: Identity): HubSession | null {
    const nowMs = this.ports.nowMs();
    const open = this.get(id);
    if (open !== null) return open.spokenForBy(speaker, nowMs);
    const record = this.records.poll(id);
    if (record === null) return null;
    this.records.heardOfPoll(id);
    const { transport, device, name, version } = record;
    const client = { transport, deviceId: device, deviceName: name, clientVersion: version };
    const facts = newHubSessionFacts(id, client, speaker, nowMs);
    return new HubSession({ ...facts, status: record.status }, nowMs, { rate: this.#pollRates.of(id, nowMs) });
  }

  keep({ facts }: HubSession): void {
    if (facts.transport === 'poll') this.records.setStatus(facts.id, facts.status);
    else this.ports.wire.keep(facts);
  }

  /** Whether there is a connection that an inbox which falls asleep finds again, and one that crashes does not. */
  hasSocket(): boolean {
    return this.all().some(({ facts }) => facts.transport === 'websocket');
  }

  heard(session: HubSession): void {
    const nowMs = this.ports.nowMs();
    if (nowMs - session.facts.heardAtMs < heardGranularityMs) return;
    session.facts.heardAtMs = nowMs;
    this.keep(session);
  }

  /** When something last came from a client, a ping included. A stream of events is alive as long as it is open. */
  heardAtMs({ id, facts }: HubSession): number {
    if (facts.transport === 'sse') return this.ports.nowMs();
    return Math.max(facts.heardAtMs, this.ports.wire.pingedAtMs(id) ?? 0);
  }

  isAlive(session: HubSession): boolean {
    return this.ports.nowMs() - this.heardAtMs(session) <= limits.deadConnectionMs;
  }

  /** What the person does now. Who polls has a page open, at least. */
  presence(): 'active' | 'idle' | 'away' {
    const alive = this.all().filter((session) => this.isAlive(session));
    // Whoever polled until a connection of their device came is no more there than that one says.
    const isFollowed = ({ device, active_at }: SessionRecord): boolean =>
      device !== null && alive.some(({ facts }) => facts.deviceId === device && facts.connectedAtMs >= active_at);
    const polls = this.records.polls().filter((record) => !isFollowed(record));
    const statuses = [...alive.map(({ facts }) => facts), ...polls].map(({ status }) => status);
    if (statuses.includes('active')) return 'active';
    return statuses.length > 0 ? 'idle' : 'away';
  }

  /** Rings in time to warn a client, or to close it. */
  watchExpiry({ facts: { identity, warned } }: HubSession): void {
    const { expiresAtMs } = identity;
    if (expiresAtMs === null) return;
    this.ports.timers.at('expiry', warned ? expiresAtMs : expiresAtMs - limits.expiryWarningMs);
  }

  /** Closes connections whose token is over, and answers those that are to be warned, in time to bring a new one (U6). */
  checkExpiry(): { readonly session: HubSession; readonly expiresAt: string }[] {
    const nowMs = this.ports.nowMs();
    const expiring = [];
    for (const session of this.all()) {
      const { expiresAtMs } = session.identity;
      if (expiresAtMs === null) continue;
      if (expiresAtMs <= nowMs) {
        this.close(session, closes.expired);
        continue;
      }
      if (!session.facts.warned && expiresAtMs - limits.expiryWarningMs <= nowMs) {
        session.facts.warned = true;
        this.keep(session);
        expiring.push({ session, expiresAt: iso(expiresAtMs) });
      }
      this.watchExpiry(session);
    }
    return expiring;
  }

  views(): HubSessionView[] {
    return this.records.all().map((record) => this.#viewOf(record));
  }

  #viewOf(record: SessionRecord): HubSessionView {
    const live = this.#byId.get(record.id);
    const endedMs = this.records.endOf(record);
    return {
      id: record.id,
      device_id: record.device,
      device_name: record.name,
      transport: record.transport,
      client_version: record.version,
      connected_at: iso(record.connected_at),
      last_activity: iso(Math.max(record.active_at, live === undefined ? 0 : this.heardAtMs(live))),
      ended_at: endedMs === null ? null : iso(endedMs),
      rooms: this.rooms.of(record.id),
    };
  }

  #closeSilent(): void {
    for (const session of this.all()) if (!this.isAlive(session)) this.close(session, closes.silent);
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
