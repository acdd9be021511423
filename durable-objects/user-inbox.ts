import { DurableObject } from 'cloudflare:workers';
import { v7 } from 'uuid';
import { type HubUpgrade, hubUpgradeHeader, type InboxApi } from '../src/inbox/api';
import type { HubCalls } from '../src/inbox/hub/hub-calls';
import { type HubSessionFacts, newHubSessionFacts } from '../src/inbox/hub/hub-session';
import { InboxEngine } from '../src/inbox/inbox-engine';
import type { NotificationCalls } from '../src/inbox/notifications/notification-calls';
import {
  type InboxDurableTimer,
  type InboxPorts,
  type InboxSoonTimer,
  type InboxTimer,
  inboxDurableTimers,
} from '../src/inbox/ports';
import { closes } from '../src/protocol/closes';
import type { Outcome } from '../src/protocol/codes';
import { hubLimits } from '../src/protocol/limits';
import type { Identity } from '../src/protocol/roles';
import { EventStreams } from './event-streams';
import { answerWithin, unavailable } from './late-answers';
import { ObjectSql } from './object-sql';
import { PollWaits } from './poll-waits';
import { platformSecrets } from './secrets';
import { ObjectSockets, refuseUpgrade } from './sockets';
import { ObjectTimers } from './timers';
import type { UserInboxPorts } from './user-inbox-ports';

/** Codes that a server may not send back. */
const unsendableCloses: ReadonlySet<number> = new Set([1005, 1006, 1015]);

/** The HTTP statuses of the closes with which an upgrade is refused. */
const statusOfClose = (code: number): number => (code === closes.outOfScope.code ? 403 : 401);

/** The object class of inboxes, over what the Worker provides. */
export function defineUserInbox<Env>(ports: UserInboxPorts<Env>) {
  return class extends UserInboxObject<Env> {
    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env, ports);
    }
  };
}

/**
 * The Durable Object around a person's inbox: connections, alarm, SQLite and RPC go in, the engine decides, and what it
 * says goes out. No rule of the domain is here.
 */
export abstract class UserInboxObject<Env> extends DurableObject<Env> implements InboxApi {
  readonly #sockets: ObjectSockets<HubSessionFacts>;
  readonly #streams = new EventStreams((session) => this.#guard('stream lost', () => this.#engine.disconnect(session)));
  readonly #polls = new PollWaits(hubLimits.maxConnectionsPerPerson);
  readonly #timers: ObjectTimers<InboxSoonTimer, InboxDurableTimer>;
  readonly #enginePorts: InboxPorts;
  #engine: InboxEngine;

  constructor(
    ctx: DurableObjectState,
    env: Env,
    private readonly ports: UserInboxPorts<Env>,
  ) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
    this.#sockets = new ObjectSockets(ctx);
    this.#timers = new ObjectTimers(
      ctx.storage,
      inboxDurableTimers,
      (timer: InboxTimer) => this.#engine.ring(timer),
      (timer, error) => this.#recover(timer, error),
    );
    this.#enginePorts = this.#portsOfEngine(ctx);
    const facts = this.#sockets.restore();
    this.#engine = new InboxEngine(this.#enginePorts, facts, this.#sockets.slept());
    // Not the object's name: it is the id of a person.
    if (facts.length > 0) ports.log('info', 'inbox woken', { sessions: facts.length });
  }

  /** A socket or a stream of events is opened. Only the Worker reaches this, with {@link hubUpgradeHeader}. */
  override async fetch(request: Request): Promise<Response> {
    const upgrade = JSON.parse(request.headers.get(hubUpgradeHeader) ?? 'null') as HubUpgrade | null;
    if (upgrade === null) return new Response(null, { status: 400 });
    const arrival = this.#engine.identify(upgrade);
    const isSocket = upgrade.transport === 'websocket';
    if (!arrival.ok)
      return isSocket ? refuseUpgrade(arrival.close) : new Response(null, { status: statusOfClose(arrival.close.code) });
    const facts = newHubSessionFacts(v7(), upgrade, arrival.identity, Date.now());
    const answer = isSocket ? this.#openSocket(facts) : this.#streams.open(facts.id);
    this.#guard('connect', () => this.#engine.connect(facts, upgrade));
    // An error closes the connections that the engine knew. This one it may not have known yet.
    if (!this.#engine.sessions().includes(facts.id)) this.#enginePorts.wire.close(facts.id, closes.recovering);
    return answer;
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    const session = this.#sessionOf(socket);
    if (session === null) return;
    if (typeof message === 'string') this.#guard('receive', () => this.#engine.receive(session, message));
    else this.#guard('receive', () => this.#engine.receiveBinary(session));
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    this.#left(socket);
    // Without this the client's socket stays in CLOSING.
    if (socket.readyState !== WebSocket.CLOSED) socket.close(unsendableCloses.has(code) ? 1000 : code);
  }

  override webSocketError(socket: WebSocket): void {
    this.#left(socket);
  }

  override async alarm(): Promise<void> {
    await this.#timers.ringDue(Date.now());
  }

  async notifications<M extends keyof NotificationCalls>(
    caller: Identity,
    method: M,
    ...parameters: Parameters<NotificationCalls[M]>
  ): Promise<ReturnType<NotificationCalls[M]>> {
    return this.#ask((engine) => engine.notifications(caller, method, parameters)) as ReturnType<NotificationCalls[M]>;
  }

  async hub<M extends keyof HubCalls>(
    caller: Identity,
    method: M,
    ...parameters: Parameters<HubCalls[M]>
  ): Promise<ReturnType<HubCalls[M]>> {
    return this.#ask((engine) => engine.hub(caller, method, parameters)) as ReturnType<HubCalls[M]>;
  }

  async poll(...[caller, { waitMs, ...query }, client]: Parameters<InboxApi['poll']>): ReturnType<InboxApi['poll']> {
    const now = this.#ask((engine) => engine.poll(caller, query, client));
    if (!now.ok || now.value.events.length > 0 || now.value.reset !== null || waitMs <= 0) return now;
    await this.#polls.wait(waitMs, client.deviceId);
    return this.#ask((engine) => engine.poll(caller, { ...query, cursor: now.value.cursor }, client, now.value.clientId));
  }

  async carry(...[caller, message]: Parameters<InboxApi['carry']>): ReturnType<InboxApi['carry']> {
    return answerWithin(hubLimits.carryMs, (answered) => this.#ask((engine) => engine.carry(caller, message, answered)));
  }

  async redeemTicket(ticket: string): ReturnType<InboxApi['redeemTicket']> {
    return this.#ask((engine) => engine.redeemTicket(ticket));
  }

  async accept(...[notifications]: Parameters<InboxApi['accept']>): ReturnType<InboxApi['accept']> {
    return this.#ask((engine) => engine.accept(notifications));
  }

  async publish(...[events]: Parameters<InboxApi['publish']>): ReturnType<InboxApi['publish']> {
    return this.#ask((engine) => engine.publish(events));
  }

  async hear(...[part]: Parameters<InboxApi['hear']>): ReturnType<InboxApi['hear']> {
    return this.#ask((engine) => engine.hear(part));
  }

  async providerReported(...[report]: Parameters<InboxApi['providerReported']>): ReturnType<InboxApi['providerReported']> {
    return this.#ask((engine) => engine.providerReported(report));
  }

  #portsOfEngine(ctx: DurableObjectState): InboxPorts {
    const { ports, env } = this;
    return {
      person: ctx.id.name ?? '',
      sql: new ObjectSql(ctx.storage),
      wire: {
        send: (session, text, cursor) => {
          if (this.#streams.has(session)) this.#streams.send(session, text, cursor);
          else this.#sockets.send(session, text);
        },
        close: (session, close) => {
          this.#streams.close(session, close);
          this.#sockets.close(session, close);
        },
        keep: (facts) => this.#sockets.keep(facts),
        pingedAtMs: (session) => this.#sockets.pingedAtMs(session),
        verify: (session, messageId, token) =>
          this.#later(
            'verified',
            () => ports.authenticate(env, token),
            unavailable,
            (outcome) => this.#engine.verified(session, messageId, outcome),
          ),
        wakePolls: () => this.#polls.wakeAll(),
        wakePollsOf: (device) => this.#polls.wakeDevice(device),
      },
      timers: this.#timers,
      random: Math.random,
      newId: () => v7(),
      secrets: platformSecrets,
      nowMs: Date.now,
      allows: ports.allows,
      askRoom: (request) =>
        this.#later(
          'room answered',
          () => ports.askRoom(env, request),
          { request, outcome: unavailable },
          (answer) => this.#engine.roomAnswered(answer),
        ),
      send: (message) =>
        this.#later(
          'sent',
          () => ports.send(env, message),
          { kind: 'retry', reason: 'internal error', retryAfterMs: null },
          (outcome) => this.#engine.sent(message.deliveryId, outcome),
        ),
      callAction: (call) =>
        this.#later(
          'action answered',
          () => ports.callAction(env, call),
          unavailable,
          (outcome) => this.#engine.actionAnswered(call, outcome),
        ),
      report: (event, error) => this.#report(event, error),
    };
  }

  #openSocket(facts: HubSessionFacts): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.#sockets.accept(server, facts);
    return new Response(null, { status: 101, webSocket: client });
  }

  #ask<T>(work: (engine: InboxEngine) => Outcome<T>): Outcome<T> {
    let outcome: Outcome<T> = unavailable;
    this.#guard('call', () => {
      outcome = work(this.#engine);
    });
    return outcome;
  }

  /** Does what takes time, and takes its answer back into the engine; `otherwise` when there was none. */
  #later<T>(event: string, work: () => Promise<T>, otherwise: T, take: (answer: T) => void): void {
    const answered = work().catch((error: unknown) => {
      this.#report(`${event}: failed`, error);
      return otherwise;
    });
    this.ctx.waitUntil(answered.then((answer) => this.#guard(event, () => take(answer))));
  }

  /** The session of a socket on which something happened; null when the server has closed it. */
  #sessionOf(socket: WebSocket): string | null {
    const asleep = this.#sockets.adopt(socket);
    if (asleep !== null) this.#guard('wake', () => this.#engine.adopt(asleep));
    return this.#sockets.sessionOf(socket);
  }

  #left(socket: WebSocket): void {
    const session = this.#sessionOf(socket);
    if (session === null) return;
    this.#sockets.forget(session);
    this.#guard('disconnect', () => this.#engine.disconnect(session));
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
    for (const session of this.#engine.sessions()) this.#enginePorts.wire.close(session, closes.recovering);
    this.#engine = new InboxEngine(this.#enginePorts, []);
  }

  #report(event: string, error: unknown): void {
    this.ports.log('error', event, {
      object: this.ctx.id.name,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}
