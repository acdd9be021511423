import { EncodedAwareness, type OutgoingAwareness, parseAwarenessState } from '../protocol/awareness';
import { encodeServerFrame } from '../protocol/frames';
import { documentLimits as limits } from '../protocol/limits';
import type { Present } from './api';
import { FlushWindow } from './flush-window';
import type { EnginePorts } from './ports';
import { attestedState, outgoingClock, personOf, presentFrom, rememberEcho, renewalMs } from './presence-state';
import type { Announcement, Session } from './session';
import type { Sessions } from './sessions';

/** What others see of one client id. */
export interface PresenceEntry {
  readonly client: number;
  readonly person: string;
  /** Null for a lost connection in its grace. */
  session: string | null;
  /** Attested JSON; null for an entry that has to be announced as gone. */
  state: string | null;
  clock: number;
  /** Ms since the epoch: when they came, and when something of them was last other than before. */
  readonly joinedAtMs: number;
  readonly changedAtMs: number;
}

/** Who is here and what they look at (PROTOCOL.md, Presence). */
export class PresenceBoard {
  readonly #entries = new Map<number, PresenceEntry>();
  readonly #changed = new Set<PresenceEntry>();
  readonly #window = new FlushWindow();

  constructor(
    private readonly ports: EnginePorts,
    private readonly sessions: Sessions,
    /** Called with what is other than it was, right after it was told as frames. */
    private readonly onChanged: (entries: readonly PresenceEntry[]) => void,
  ) {}

  /** Everybody who is seen. */
  entries(): PresenceEntry[] {
    return [...this.#entries.values()].filter(({ state }) => state !== null);
  }

  /** What is seen of a client id, null when nothing is. */
  entry(client: number): PresenceEntry | null {
    return this.#entries.get(client) ?? null;
  }

  /** The holder of a client id whose absence was kept is here again. */
  endAbsence(client: number): void {
    this.ports.storage.absences.remove(client);
  }

  /** Puts a session back on the board after hibernation, without telling anybody. */
  restore(session: Session): void {
    const { presence, identity } = session.facts;
    if (presence === null || identity === null) return;
    const state = attestedState(identity, parseAwarenessState(presence.state) ?? {});
    this.#put(presence.client, identity.id, session.id, state);
  }

  /** Puts the lost connections back that are still in their grace. */
  restoreAbsences(): void {
    for (const { client, person, state } of this.ports.storage.absences.all()) {
      if (!this.#entries.has(client)) this.#put(client, person, null, state);
    }
  }

  /** Sends a session the states of all (P8). */
  sendAll(session: Session): void {
    this.flush();
    const entries = this.#seenBy(session);
    // Who comes back knows these clocks already, and takes only higher ones.
    for (const entry of entries) entry.clock = outgoingClock(entry.clock - 1, this.ports.nowMs());
    if (entries.length > 0) this.#sendTo(session, entries);
  }

  /** A session has gone. Explicitly: others see it at once; else its state stays for the grace (P7). */
  leave(session: Session, isExplicit: boolean): void {
    this.#release(session, isExplicit);
    if (session.identity !== null) this.hide(session.identity.id);
  }

  /** Takes away what is left of the lost connections of somebody whose open ones are all invisible (A9). */
  hide(person: string): void {
    const open = this.sessions.ofPerson(person);
    if (open.length === 0 || open.some(({ facts }) => !facts.invisible)) return;
    const left = this.entries().filter((entry) => entry.person === person && entry.session === null);
    for (const entry of left) this.#announceGone(entry);
  }

  /** Ends the graces that are over. */
  endAbsences(): void {
    const nowMs = this.ports.nowMs();
    const absences = this.ports.storage.absences.all();
    for (const { client } of absences.filter(({ untilMs }) => untilMs <= nowMs)) {
      const entry = this.#entries.get(client);
      if (entry?.session === null) this.#announceGone(entry);
      else this.ports.storage.absences.remove(client);
    }
    const next = absences.map(({ untilMs }) => untilMs).filter((untilMs) => untilMs > nowMs);
    if (next.length > 0) this.ports.timers.at('absences', Math.min(...next));
    this.flush();
  }

  /** Forgets everybody without telling anybody: all connections are being closed. */
  clear(): void {
    this.#entries.clear();
    this.#changed.clear();
  }

  /** Everybody who is seen, as REST says it. */
  present(): Present[] {
    return this.entries().map(({ client, state }) => presentFrom(client, state as string));
  }

  /** Sends what has changed: the latest state of each, together (P6). */
  flush(): void {
    const changed = [...this.#changed];
    this.#changed.clear();
    if (changed.length === 0) return;
    this.#window.flushed(this.ports.nowMs());
    const encoded = new EncodedAwareness(changed.map(outgoing));
    const frames = encoded.frames.map((range) => ({ range, shared: awarenessFrame(encoded.payload(range)) }));
    const ownIndex = new Map(changed.map((entry, index) => [entry.session, index]));
    for (const session of this.sessions.readers()) {
      const own = ownIndex.get(session.id);
      for (const { range, shared } of frames) {
        const { first, end } = range;
        const hasOwn = own !== undefined && first <= own && own < end;
        if (!hasOwn || (session.sdk && end - first > 1)) this.ports.wire.send(session.id, shared);
        else if (end - first > 1) this.ports.wire.send(session.id, awarenessFrame(encoded.payloadWithout(range, own)));
      }
    }
    this.onChanged(changed);
    for (const entry of changed) if (entry.state === null) this.#entries.delete(entry.client);
  }

  /** Puts up what a session has announced (P3). */
  announce(session: Session, { client, clock, attested, bytes }: Announcement): void {
    const { facts } = session;
    const entry = this.#entries.get(client);
    if (attested === null) {
      facts.presence = null;
      this.sessions.keepSoon(session);
      if (entry?.session === session.id) this.#announceGone(entry);
      return this.#schedule();
    }
    facts.presence = { client, state: bytes, clientClock: clock, echoClocks: facts.presence?.echoClocks ?? [] };
    this.sessions.keepSoon(session);
    if (entry?.state === attested && entry.session === session.id) return this.#renew(session);
    this.#changed.add(this.#put(client, personOf(session), session.id, attested));
    this.#schedule();
  }

  /** Answers a stock client's renewal: it forgets everybody whose clock stands still for 30 s (P5). */
  #renew(session: Session): void {
    if (session.sdk || session.facts.language === 'json') return;
    this.flush();
    this.#sendRisen(session, [...this.#entries.values()]);
  }

  /** The same for a stock client that does not renew, because it moves all the time or is not seen: not to be left in silence. */
  keepUp(session: Session): void {
    if (session.sdk || this.ports.nowMs() - session.toldAllAtMs < renewalMs) return;
    this.flush();
    const own = session.facts.presence?.client;
    this.#sendRisen(
      session,
      this.#seenBy(session).filter(({ client }) => client !== own),
    );
  }

  /** What a session is told of. A stock client that comes back has its own state; its former connection's would overwrite it. */
  #seenBy(session: Session): PresenceEntry[] {
    return [...this.#entries.values()].filter(
      (entry) => session.sdk || entry.session !== null || entry.person !== session.identity?.id,
    );
  }

  #sendRisen(session: Session, entries: readonly PresenceEntry[]): void {
    for (const entry of entries) entry.clock = outgoingClock(entry.clock, this.ports.nowMs());
    this.#sendTo(session, entries);
  }

  #sendTo(session: Session, entries: readonly PresenceEntry[]): void {
    session.toldAllAtMs = this.ports.nowMs();
    const { presence } = session.facts;
    const own = presence === null ? undefined : entries.find((entry) => entry.client === presence.client);
    if (presence !== null && own !== undefined) session.facts.presence = rememberEcho(presence, own.clock);
    const encoded = new EncodedAwareness(entries.map(outgoing));
    for (const range of encoded.frames) this.ports.wire.send(session.id, awarenessFrame(encoded.payload(range)));
  }

  #release(session: Session, isExplicit: boolean): void {
    const { presence } = session.facts;
    const entry = presence === null ? undefined : this.#entries.get(presence.client);
    if (entry === undefined || entry.session !== session.id) return;
    if (isExplicit || entry.state === null) return this.#announceGone(entry);
    const untilMs = this.ports.nowMs() + limits.presenceGraceMs;
    entry.session = null;
    this.ports.storage.absences.put({ client: entry.client, person: entry.person, state: entry.state, untilMs });
    this.ports.timers.at('absences', untilMs);
    this.onChanged([entry]);
  }

  #announceGone(entry: PresenceEntry): void {
    this.ports.storage.absences.remove(entry.client);
    entry.session = null;
    entry.state = null;
    entry.clock = outgoingClock(entry.clock, this.ports.nowMs());
    this.#changed.add(entry);
    this.#schedule();
  }

  #put(client: number, person: string, session: string | null, state: string): PresenceEntry {
    const former = this.#entries.get(client);
    const changedAtMs = this.ports.nowMs();
    const clock = outgoingClock(former?.clock ?? 0, changedAtMs);
    const openedAtMs = session === null ? undefined : this.sessions.get(session)?.facts.connectedAtMs;
    const joinedAtMs = former?.joinedAtMs ?? openedAtMs ?? changedAtMs;
    const entry: PresenceEntry = { client, person, session, state, clock, joinedAtMs, changedAtMs };
    if (former !== undefined) this.#changed.delete(former);
    this.#entries.set(client, entry);
    return entry;
  }

  #schedule(): void {
    const delayMs = this.#window.arrive(this.ports.nowMs(), this.sessions.readerCount);
    if (delayMs === 0) this.flush();
    else this.ports.timers.soon('presence', delayMs);
  }
}

function awarenessFrame(payload: Uint8Array): Uint8Array {
  return encodeServerFrame({ type: 'awareness', payload });
}

function outgoing({ client, clock, state }: PresenceEntry): OutgoingAwareness {
  return { client, clock, state: state ?? 'null' };
}
