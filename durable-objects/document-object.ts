import { DurableObject } from 'cloudflare:workers';
import type {
  CalendarApi,
  CalendarRoll,
  ConflictChoice,
  CreateDocument,
  DocumentApi,
  EventApi,
  NewMember,
  Notice,
  Patch,
  PatchBase,
  Projection,
  RevertRequest,
  SyncRequest,
  TicketBearer,
  Upgrade,
} from '../src/documents/api';
import { upgradeHeader } from '../src/documents/api';
import type { RollPush } from '../src/documents/calendar-events';
import { DocumentEngine } from '../src/documents/document-engine';
import { DocumentService } from '../src/documents/document-service';
import type { ResponseStatus } from '../src/documents/event';
import { type DurableTimer, durableTimers, type EnginePorts, type SoonTimer } from '../src/documents/ports';
import type { DocumentSchema } from '../src/documents/schema';
import { newSessionFacts, type SessionFacts } from '../src/documents/session';
import type { Outcome } from '../src/protocol/codes';
import { calendarLimits } from '../src/protocol/limits';
import type { Identity } from '../src/protocol/roles';
import { inParallel } from './in-parallel';
import type { DocumentPorts } from './ports';
import { platformSecrets } from './secrets';
import { ObjectSockets, refuseUpgrade } from './sockets';
import { SqliteStorage } from './sqlite-storage';
import { ObjectTimers } from './timers';
import { transferable } from './transferable';

/** A clean close: the client left on purpose. */
const explicitCloses: ReadonlySet<number> = new Set([1000, 1001, 1005]);

/** Codes that a server may not send back. */
const unsendableCloses: ReadonlySet<number> = new Set([1005, 1006, 1015]);

/**
 * The Durable Object around a live document: sockets, alarm, SQLite and RPC go in, the engine decides, and what it
 * says goes out. No rule of the domain is here.
 */
export abstract class DocumentObject<Env, View extends object> extends DurableObject<Env> implements DocumentApi<View> {
  readonly #sockets: ObjectSockets<SessionFacts>;
  readonly #timers: ObjectTimers<SoonTimer, DurableTimer>;
  readonly #engine: DocumentEngine;
  readonly #service: DocumentService;

  constructor(
    ctx: DurableObjectState,
    env: Env,
    schema: DocumentSchema,
    private readonly ports: DocumentPorts<Env>,
  ) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
    this.#sockets = new ObjectSockets(ctx);
    this.#timers = new ObjectTimers(
      ctx.storage,
      durableTimers,
      (timer: SoonTimer | DurableTimer) => this.#engine.ring(timer),
      (timer, error) => this.#recover(timer, error),
    );
    const enginePorts = this.#enginePorts(schema);
    this.#engine = new DocumentEngine(enginePorts);
    this.#service = new DocumentService(enginePorts, this.#engine);
    const facts = this.#sockets.restore();
    this.#engine.restore(facts);
    if (facts.length > 0) ports.log('info', 'document woken', { object: ctx.id.name, sessions: facts.length });
  }

  /** The upgrade of a document socket. Only the Worker reaches this, with {@link upgradeHeader}. */
  override async fetch(request: Request): Promise<Response> {
    const upgrade = JSON.parse(request.headers.get(upgradeHeader) ?? 'null') as Upgrade | null;
    if (upgrade === null) return new Response(null, { status: 400 });
    const arrival = this.#engine.identify(upgrade);
    if (!arrival.ok) return refuseUpgrade(arrival.close);
    const { 0: client, 1: server } = new WebSocketPair();
    const { sdk, invisible, language } = upgrade;
    const options = { sdk, invisible, language, identity: arrival.identity };
    const facts = newSessionFacts(crypto.randomUUID(), options, Date.now());
    this.#sockets.accept(server, facts);
    this.#guard('connect', () => this.#engine.connect(facts));
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    const session = this.#sessionOf(socket);
    if (session === null) return;
    const data = typeof message === 'string' ? message : new Uint8Array(message);
    this.#guard('receive', () => this.#engine.receive(session, data));
  }

  override webSocketClose(socket: WebSocket, code: number, _reason: string, wasClean: boolean): void {
    this.#left(socket, wasClean && explicitCloses.has(code));
    // Without this the client's socket stays in CLOSING.
    if (socket.readyState !== WebSocket.CLOSED) socket.close(unsendableCloses.has(code) ? 1000 : code);
  }

  override webSocketError(socket: WebSocket): void {
    this.#left(socket, false);
  }

  override async alarm(): Promise<void> {
    await this.#timers.ringDue(Date.now());
  }

  async create(request: CreateDocument): ReturnType<DocumentApi<View>['create']> {
    return this.#announced(this.#ask((service) => transferable(service.create(request))));
  }

  async read(caller: Identity): ReturnType<DocumentApi<View>['read']> {
    return this.#ask((service) => transferable(service.read(caller)));
  }

  async patch(
    caller: Identity,
    patch: Patch,
    base: PatchBase,
    lockTokens?: readonly number[],
  ): ReturnType<DocumentApi<View>['patch']> {
    return this.#announced(this.#ask((service) => transferable(service.patch(caller, patch, base, lockTokens))));
  }

  async sync(caller: Identity | TicketBearer, request: SyncRequest): ReturnType<DocumentApi['sync']> {
    return this.#ask((service) => service.sync(caller, request));
  }

  async issueTicket(caller: Identity): ReturnType<DocumentApi['issueTicket']> {
    return this.#ask((service) => service.issueTicket(caller));
  }

  async members(caller: Identity): ReturnType<DocumentApi['members']> {
    return this.#ask(({ membership }) => membership.list(caller));
  }

  async putMember(caller: Identity, member: NewMember): ReturnType<DocumentApi['putMember']> {
    return this.#announced(this.#ask(({ membership }) => membership.put(caller, member)));
  }

  async removeMember(caller: Identity, personId: string): ReturnType<DocumentApi['removeMember']> {
    return this.#announced(this.#ask(({ membership }) => membership.remove(caller, personId)));
  }

  async transfer(caller: Identity, personId: string): ReturnType<DocumentApi['transfer']> {
    return this.#announced(this.#ask(({ membership }) => membership.transfer(caller, personId)));
  }

  async createInvite(...[caller, invite, key]: Parameters<DocumentApi['createInvite']>): ReturnType<DocumentApi['createInvite']> {
    return this.#ask(({ invitations }) => invitations.create(caller, invite, key));
  }

  async invites(caller: Identity): ReturnType<DocumentApi['invites']> {
    return this.#ask(({ invitations }) => invitations.list(caller));
  }

  async revokeInvite(caller: Identity, inviteId: string): ReturnType<DocumentApi['revokeInvite']> {
    return this.#ask(({ invitations }) => invitations.revoke(caller, inviteId));
  }

  async previewInvite(secret: string): ReturnType<DocumentApi['previewInvite']> {
    return this.#ask(({ invitations }) => invitations.preview(secret));
  }

  async acceptInvite(caller: Identity, secret: string): ReturnType<DocumentApi['acceptInvite']> {
    return this.#announced(this.#ask(({ invitations }) => invitations.accept(caller, secret)));
  }

  async presence(caller: Identity): ReturnType<DocumentApi['presence']> {
    return this.#ask((service) => service.presence(caller));
  }

  async versions(caller: Identity, before: number | null, limit: number): ReturnType<DocumentApi['versions']> {
    return this.#ask(({ history }) => transferable(history.versions(caller, before, limit)));
  }

  async versionAt(caller: Identity, version: number): ReturnType<DocumentApi<View>['versionAt']> {
    return this.#ask(({ history }) => transferable(history.at(caller, version)));
  }

  async difference(caller: Identity, from: number, to: number): ReturnType<DocumentApi['difference']> {
    return this.#ask(({ history }) => transferable(history.difference(caller, from, to)));
  }

  async restoreVersion(caller: Identity, version: number): ReturnType<DocumentApi<View>['restoreVersion']> {
    return this.#announced(this.#ask(({ history }) => transferable(history.restore(caller, version))));
  }

  async revert(caller: Identity, request: RevertRequest): ReturnType<DocumentApi<View>['revert']> {
    return this.#announced(this.#ask(({ history }) => transferable(history.revert(caller, request))));
  }

  async step(caller: Identity, kind: 'undo' | 'redo', id: string | null): ReturnType<DocumentApi['step']> {
    return this.#announced(this.#ask(({ history }) => transferable(history.step(caller, { kind, id }))));
  }

  async conflicts(caller: Identity, onlyOpen: boolean): ReturnType<DocumentApi['conflicts']> {
    return this.#ask(({ conflicts }) => conflicts.list(caller, onlyOpen));
  }

  async resolveConflict(
    caller: Identity,
    id: string,
    choice: ConflictChoice,
    lockTokens?: readonly number[],
  ): ReturnType<DocumentApi['resolveConflict']> {
    return this.#announced(this.#ask(({ conflicts }) => transferable(conflicts.resolve(caller, id, choice, lockTokens))));
  }

  async locks(caller: Identity): ReturnType<DocumentApi['locks']> {
    return this.#ask(({ locks }) => locks.list(caller));
  }

  async lock(caller: Identity, path: string): ReturnType<DocumentApi['lock']> {
    return this.#ask(({ locks }) => transferable(locks.take(caller, path)));
  }

  async renewLock(caller: Identity, lockId: string, token: number): ReturnType<DocumentApi['renewLock']> {
    return this.#ask(({ locks }) => transferable(locks.renew(caller, lockId, token)));
  }

  async unlock(caller: Identity, lockId: string, token: number | null): ReturnType<DocumentApi['unlock']> {
    return this.#ask(({ locks }) => locks.release(caller, lockId, token));
  }

  async delete(caller: Identity, withEvents = false, lockTokens?: readonly number[]): ReturnType<DocumentApi['delete']> {
    return this.#announced(this.#ask((service) => service.delete(caller, withEvents, lockTokens)));
  }

  async restore(caller: Identity): ReturnType<DocumentApi<View>['restore']> {
    return this.#announced(this.#ask((service) => transferable(service.restore(caller))));
  }

  async takeRoll(roll: CalendarRoll): ReturnType<EventApi['takeRoll']> {
    return this.#demand((service) => service.eventCalendar.take(roll));
  }

  async move(caller: Identity, roll: CalendarRoll): ReturnType<EventApi<View>['move']> {
    return this.#announced(this.#ask((service) => transferable(service.move(caller, roll))));
  }

  async respond(caller: Identity, response: ResponseStatus): ReturnType<EventApi<View>['respond']> {
    return this.#announced(this.#ask((service) => transferable(service.respond(caller, response))));
  }

  async admitEvent(caller: Identity, eventId: string): ReturnType<CalendarApi['admitEvent']> {
    return this.#ask((service) => service.admitEvent(caller, eventId));
  }

  async eventChanged(event: Projection): ReturnType<CalendarApi['eventChanged']> {
    this.#demand((service) => service.eventChanged(event));
  }

  async eventLeft(eventId: string): ReturnType<CalendarApi['eventLeft']> {
    this.#demand((service) => service.eventLeft(eventId));
  }

  #enginePorts(schema: DocumentSchema): EnginePorts {
    return {
      schema,
      storage: new SqliteStorage(this.ctx.storage),
      timers: this.#timers,
      wire: {
        send: (session, frame) => this.#sockets.send(session, frame),
        close: (session, close) => this.#sockets.close(session, close),
        keep: (facts) => this.#sockets.keep(facts),
        pingedAtMs: (session) => this.#sockets.pingedAtMs(session),
        verify: (session, token) => this.ctx.waitUntil(this.#verify(session, token)),
      },
      chance: { random: Math.random, newId: () => crypto.randomUUID() },
      secrets: platformSecrets,
      nowMs: Date.now,
      allows: this.ports.allows,
      deliver: (projection) => this.ctx.waitUntil(this.#project(projection)),
      notify: (notice) => this.ctx.waitUntil(this.#notify(notice)),
      log: (event, properties) => this.ports.log('info', event, { object: this.ctx.id.name, ...properties }),
      tellEvents: (push) => this.ctx.waitUntil(this.#tellEvents(push)),
      report: (event, error) => this.#report(event, error),
    };
  }

  #ask<T>(work: (service: DocumentService) => Outcome<T>): Outcome<T> {
    let outcome: Outcome<T> = { ok: false, refusal: { code: 'unavailable' } };
    this.#guard('call', () => {
      outcome = work(this.#service);
    });
    return outcome;
  }

  /** Does what another object asks for. @throws Error when it could not be done: who asks tries again. */
  #demand<T>(work: (service: DocumentService) => T): T {
    const outcome = this.#ask((service) => ({ ok: true, value: work(service) }));
    if (!outcome.ok) throw new Error(`the document cannot take this now: ${outcome.refusal.code}`);
    return outcome.value;
  }

  /** The session of a socket on which something happened; null when the server has closed it. */
  #sessionOf(socket: WebSocket): string | null {
    const asleep = this.#sockets.adopt(socket);
    if (asleep !== null) this.#guard('wake', () => this.#engine.adopt(asleep));
    return this.#sockets.sessionOf(socket);
  }

  #left(socket: WebSocket, isExplicit: boolean): void {
    const session = this.#sessionOf(socket);
    if (session === null) return;
    this.#sockets.forget(session);
    this.#guard('disconnect', () => this.#engine.disconnect(session, isExplicit));
  }

  async #verify(session: string, token: string): Promise<void> {
    const outcome = await this.#authenticated(token);
    this.#guard('verified', () => this.#engine.verified(session, outcome));
  }

  async #authenticated(token: string): Promise<Outcome<Identity>> {
    try {
      return await this.ports.authenticate(this.env, token);
    } catch (error) {
      this.#report('authentication failed', error);
      return { ok: false, refusal: { code: 'unavailable' } };
    }
  }

  /** Tells the lists before the caller is answered: who creates or renames a trip finds it so in the list. */
  async #announced<T>(outcome: Outcome<T>): Promise<Outcome<T>> {
    const projection = outcome.ok ? this.#engine.outbox.urgent() : null;
    if (projection !== null) await this.#project(projection);
    const push = outcome.ok ? this.#engine.calendarEvents.urgent() : null;
    if (push !== null) await this.#tellEvents(push);
    return outcome;
  }

  /** Events that this does not reach are told again by the alarm. */
  async #tellEvents({ roll, events }: RollPush): Promise<void> {
    const answers = await inParallel(events, calendarLimits.maxParallel, async (event) => {
      try {
        return { event, answer: await this.ports.tellEvent(this.env, event, roll) };
      } catch (error) {
        this.#report('an event could not be told of its calendar', error);
        return { event, answer: null };
      }
    });
    this.#guard('events told', () => this.#engine.calendarEvents.told(roll.sequence, answers));
  }

  /** What fails here stands in the outbox still, and is tried again by the alarm. */
  async #project(projection: Projection): Promise<void> {
    try {
      await this.ports.project(this.env, projection);
    } catch (error) {
      this.#report('projection failed', error);
      return this.#guard('projection failed', () => this.#engine.outbox.failed());
    }
    this.#guard('projection done', () => {
      this.#engine.outbox.done(projection.sequence);
      this.#engine.roll.told(projection.roll?.left ?? []);
    });
  }

  /** Whom this does not reach stands in the document's own storage still, and is tried again by the alarm. */
  async #notify(notice: Notice): Promise<void> {
    let missing = notice.to;
    try {
      missing = await this.ports.notify(this.env, notice);
    } catch (error) {
      this.#report('notice failed', error);
    }
    this.#guard('notice delivered', () => this.#engine.notices.delivered(notice.id, missing));
  }

  #guard(event: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#recover(event, error);
    }
  }

  /** After an error that nobody foresaw, nothing in memory is trusted: everyone reconnects to what is stored. */
  #recover(event: string, error: unknown): void {
    this.#report(event, error);
    this.#engine.recover();
  }

  #report(event: string, error: unknown): void {
    this.ports.log('error', event, {
      object: this.ctx.id.name,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}
