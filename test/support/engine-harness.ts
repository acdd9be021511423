import { createHash } from 'node:crypto';
import { allows } from '../../src/auth/policy';
import type { CreateDocument, Notice, Projection } from '../../src/documents/api';
import type { RollPush } from '../../src/documents/calendar-events';
import { DocumentEngine } from '../../src/documents/document-engine';
import { DocumentService } from '../../src/documents/document-service';
import { type DurableTimer, durableTimers, type EnginePorts, type SoonTimer, type Timers } from '../../src/documents/ports';
import type { DocumentSchema } from '../../src/documents/schema';
import { type Language, newSessionFacts, type SessionFacts } from '../../src/documents/session';
import { tripSchema } from '../../src/documents/trip';
import type { Close } from '../../src/protocol/closes';
import { type ClientFrame, decodeServerFrame, encodeClientFrame, type ServerFrame } from '../../src/protocol/frames';
import type { OperationMessage } from '../../src/protocol/operations';
import type { Identity, Role } from '../../src/protocol/roles';
import { MemoryStorage } from './memory-storage';

/** The digest that the documents of the tests keep of a secret. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A small seeded generator (mulberry32): the same seed, the same run. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An identity as a token would say it. */
export function person(id: string, more: Partial<Identity> = {}): Identity {
  return { id, name: id.toUpperCase(), avatar: null, role: 'user', scopes: null, expiresAtMs: null, ...more };
}

/** What the facts hold is replaced and never changed, so nothing in them has to be copied. */
function copyOf(facts: SessionFacts): SessionFacts {
  return { ...facts };
}

class VirtualTimers implements Timers {
  readonly #soon = new Map<SoonTimer, number>();
  readonly durable = new Map<DurableTimer, number>();

  constructor(private readonly nowMs: () => number) {}

  soon(name: SoonTimer, delayMs: number): void {
    if (!this.#soon.has(name)) this.#soon.set(name, this.nowMs() + delayMs);
  }

  at(name: DurableTimer, atMs: number | null): void {
    if (atMs === null) this.durable.delete(name);
    else this.durable.set(name, Math.min(atMs, this.durable.get(name) ?? Number.POSITIVE_INFINITY));
  }

  /** The timer that rings next, up to a time. */
  next(untilMs: number): { name: SoonTimer | DurableTimer; atMs: number } | null {
    const [first] = [...this.#soon, ...this.durable].filter(([, atMs]) => atMs <= untilMs).sort((a, b) => a[1] - b[1]);
    return first === undefined ? null : { name: first[0], atMs: first[1] };
  }

  clear(name: SoonTimer | DurableTimer): void {
    if ((durableTimers as readonly string[]).includes(name)) this.durable.delete(name as DurableTimer);
    else this.#soon.delete(name as SoonTimer);
  }

  forgetSoon(): void {
    this.#soon.clear();
  }
}

export interface HarnessOptions {
  readonly seed?: number;
  readonly schema?: DocumentSchema;
  readonly members?: Readonly<Record<string, Role>>;
  /** What the document is created with, besides an id and an owner. */
  readonly created?: Partial<Pick<CreateDocument, 'fields' | 'calendar' | 'defaultOf'>>;
}

/** A trip of two editors, anna and ben, and of vera, who looks. */
export const twoEditors = { members: { anna: 'editor', ben: 'editor', vera: 'viewer' } } as const satisfies HarnessOptions;

/** An engine over memory storage, virtual time and recorded sockets. */
export class EngineHarness {
  nowMs = Date.UTC(2027, 0, 1);
  readonly storage = new MemoryStorage();
  readonly timers = new VirtualTimers(() => this.nowMs);
  /** What happened, in order: `append`, `send <session>`, `close <session>`. */
  readonly journal: string[] = [];
  readonly closed = new Map<string, Close>();
  readonly projections: Projection[] = [];
  readonly notices: Notice[] = [];
  readonly pushes: RollPush[] = [];
  readonly reports: { event: string; error: unknown }[] = [];
  readonly attachments = new Map<string, SessionFacts>();
  /** Sessions that say `ping` all the time, which only the platform hears. */
  readonly pinging = new Set<string>();
  readonly verifying: { session: string; token: string }[] = [];
  engine: DocumentEngine;
  service: DocumentService;
  /** While cut, nothing that the engine sends leaves the process. */
  readonly wire = { isCut: false };
  /** Lines for the operator's log. */
  readonly lines: { event: string; properties: Readonly<Record<string, unknown>> }[] = [];
  readonly #outgoing = new Map<string, Uint8Array[]>();
  readonly #texts = new Map<string, string[]>();
  readonly #ports: EnginePorts;
  #sessions = 0;

  constructor(options: HarnessOptions = {}) {
    const random = seededRandom(options.seed ?? 1);
    let ids = 0;
    let secrets = 0;
    this.#ports = {
      schema: options.schema ?? tripSchema,
      storage: this.storage,
      timers: this.timers,
      wire: {
        send: (session, frame) => {
          this.journal.push(`send ${session}`);
          if (this.wire.isCut) return;
          if (typeof frame === 'string') this.#texts.get(session)?.push(frame);
          else this.#outgoing.get(session)?.push(frame);
        },
        close: (session, close) => {
          this.journal.push(`close ${session}`);
          this.closed.set(session, close);
          this.attachments.delete(session);
        },
        keep: (facts) => void this.attachments.set(facts.id, copyOf(facts)),
        pingedAtMs: (session) => (this.pinging.has(session) ? this.nowMs : null),
        verify: (session, token) => void this.verifying.push({ session, token }),
      },
      chance: { random, newId: () => `id${++ids}` },
      secrets: { newSecret: () => String(++secrets).padStart(43, '0'), digest: digestOf },
      nowMs: () => this.nowMs,
      allows: (identity, role, action) => allows(identity, { kind: this.#ports.schema.kind, role }, action),
      deliver: (projection) => void this.projections.push(projection),
      notify: (notice) => void this.notices.push(notice),
      tellEvents: (push) => void this.pushes.push(push),
      log: (event, properties) => void this.lines.push({ event, properties }),
      report: (event, error) => void this.reports.push({ event, error }),
    };
    const append = this.storage.log.append;
    this.storage.log.append = (rows) => {
      append(rows);
      this.journal.push('append');
    };
    this.engine = new DocumentEngine(this.#ports);
    this.service = new DocumentService(this.#ports, this.engine);
    const created = this.service.create({
      id: 'trip',
      owner: person('owner'),
      fields: {},
      requestHash: 'hash',
      ...options.created,
    });
    if (!created.ok) throw new Error(created.refusal.code);
    for (const [id, role] of Object.entries(options.members ?? {})) {
      this.service.membership.put(person('owner'), { id, role, name: id.toUpperCase(), avatar: null });
    }
    this.journal.length = 0;
  }

  /** Opens a connection; answers its session id. */
  connect(identity: Identity | null, options: { sdk?: boolean; invisible?: boolean; language?: Language } = {}): string {
    const id = `s${++this.#sessions}`;
    this.#outgoing.set(id, []);
    this.#texts.set(id, []);
    const { sdk = false, invisible = false, language = null } = options;
    const facts = newSessionFacts(id, { sdk, invisible, language, identity }, this.nowMs);
    this.attachments.set(id, copyOf(facts));
    this.engine.connect(facts);
    return id;
  }

  disconnect(session: string, isExplicit = true): void {
    this.attachments.delete(session);
    this.engine.disconnect(session, isExplicit);
  }

  send(session: string, frame: ClientFrame): void {
    this.engine.receive(session, encodeClientFrame(frame));
  }

  /** Takes the frames that were sent to a session since the last call. */
  takeBytes(session: string): Uint8Array[] {
    return this.#outgoing.get(session)?.splice(0) ?? [];
  }

  /** Takes the messages that were sent to a session since the last call. */
  takeMessages(session: string): OperationMessage[] {
    return (this.#texts.get(session)?.splice(0) ?? []).map((text) => JSON.parse(text) as OperationMessage);
  }

  take(session: string): ServerFrame[] {
    return this.takeBytes(session).flatMap((bytes) => decodeServerFrame(bytes) ?? []);
  }

  /** Lets time pass; timers ring when they are due. */
  advance(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (let due = this.timers.next(untilMs); due !== null; due = this.timers.next(untilMs)) {
      this.nowMs = Math.max(this.nowMs, due.atMs);
      this.timers.clear(due.name);
      this.engine.ring(due.name);
    }
    this.nowMs = untilMs;
  }

  /** Evicts the object: memory goes, sockets and their attachments stay. */
  hibernate(): void {
    this.#restart([...this.attachments.values()].map(copyOf));
  }

  /** Kills the object: memory and sockets go, only the storage stays. */
  crash(): void {
    this.attachments.clear();
    this.#outgoing.clear();
    this.#texts.clear();
    this.#restart([]);
  }

  #restart(facts: SessionFacts[]): void {
    this.timers.forgetSoon();
    this.engine = new DocumentEngine(this.#ports);
    this.service = new DocumentService(this.#ports, this.engine);
    this.engine.restore(facts);
  }
}
