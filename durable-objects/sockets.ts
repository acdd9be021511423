import type { Close } from '../src/protocol/closes';

/** The hibernatable sockets of one object, by session id. What is known of a session is the attachment of its socket. */
export class ObjectSockets<Facts extends { readonly id: string }> {
  readonly #byId = new Map<string, WebSocket>();
  readonly #ids = new WeakMap<WebSocket, string>();

  constructor(private readonly ctx: DurableObjectState) {}

  /** What was known of the sockets when the object fell asleep, also of those that are being closed; none after a crash. */
  slept(): Facts[] {
    return this.ctx.getWebSockets().flatMap((socket) => (socket.deserializeAttachment() as Facts | null) ?? []);
  }

  /** Finds the sockets again that are open, after a wake. */
  restore(): Facts[] {
    return this.ctx.getWebSockets().flatMap((socket) => {
      const facts = socket.deserializeAttachment() as Facts | null;
      if (facts === null || socket.readyState !== WebSocket.OPEN) return [];
      this.#remember(facts.id, socket);
      return [facts];
    });
  }

  accept(socket: WebSocket, facts: Facts): void {
    this.ctx.acceptWebSocket(socket);
    socket.serializeAttachment(facts);
    this.#remember(facts.id, socket);
  }

  /** What is known of a socket that {@link restore} did not find, because it was being closed already; null for none. */
  adopt(socket: WebSocket): Facts | null {
    if (this.#ids.has(socket)) return null;
    const facts = socket.deserializeAttachment() as Facts | null;
    if (facts !== null) this.#remember(facts.id, socket);
    return facts;
  }

  /** The session of a socket; null when the server has closed it. */
  sessionOf(socket: WebSocket): string | null {
    const id = this.#ids.get(socket);
    return id !== undefined && this.#byId.get(id) === socket ? id : null;
  }

  forget(session: string): void {
    this.#byId.delete(session);
  }

  send(session: string, frame: Uint8Array | string): void {
    const socket = this.#byId.get(session);
    // A socket that has gone away gets its own close event; there is nobody to tell here.
    if (socket?.readyState === WebSocket.OPEN) socket.send(frame);
  }

  close(session: string, { code, reason }: Close): void {
    const socket = this.#byId.get(session);
    this.#byId.delete(session);
    if (socket?.readyState !== WebSocket.OPEN) return;
    // Its close event may find another instance of this object, which must not take the session for a live one.
    socket.serializeAttachment(null);
    socket.close(code, reason);
  }

  keep(facts: Facts): void {
    this.#byId.get(facts.id)?.serializeAttachment(facts);
  }

  pingedAtMs(session: string): number | null {
    const socket = this.#byId.get(session);
    return socket === undefined ? null : (this.ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? null);
  }

  #remember(id: string, socket: WebSocket): void {
    this.#byId.set(id, socket);
    this.#ids.set(socket, id);
  }
}

/** Accepts and closes at once. Not as a hibernating socket: its connection would stay open until the object sleeps. */
export function refuseUpgrade({ code, reason }: Close): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.close(code, reason);
  return new Response(null, { status: 101, webSocket: client });
}
