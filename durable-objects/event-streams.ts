import type { Close } from '../src/protocol/closes';
import { hubLimits as limits } from '../src/protocol/limits';

interface EventStream {
  readonly writer: WritableStreamDefaultWriter<Uint8Array>;
  /** Writes that the client has not taken yet. */
  pending: number;
}

const utf8 = new TextEncoder();

/** Writes that may wait: who comes back is sent all that is kept before they can take any of it, and then what happens. */
const maxPending = limits.maxEvents + limits.maxUnacknowledged;

/**
 * The open streams of server-sent events of one object, by session id. That a client is gone shows only when something is
 * written to it: each stream gets a comment every `ssePingMs`.
 */
export class EventStreams {
  readonly #byId = new Map<string, EventStream>();
  #ping: ReturnType<typeof setInterval> | null = null;

  /** @param onLost called when a client is gone, or takes nothing any more. */
  constructor(private readonly onLost: (session: string) => void) {}

  /** Opens a stream. What is sent to it from now on is in the answer. */
  open(session: string): Response {
    const { readable, writable } = new IdentityTransformStream();
    const stream = { writer: writable.getWriter() as WritableStreamDefaultWriter<Uint8Array>, pending: 0 };
    this.#byId.set(session, stream);
    stream.writer.closed.catch(() => this.#lost(session));
    this.#ping ??= setInterval(() => this.#pingAll(), limits.ssePingMs);
    this.#write(session, `retry: ${limits.sseRetryMs}\n\n`);
    return new Response(readable, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
  }

  has(session: string): boolean {
    return this.#byId.has(session);
  }

  send(session: string, text: string, cursor: string | null): void {
    this.#write(session, `${cursor === null ? '' : `id: ${cursor}\n`}data: ${text}\n\n`);
  }

  /** Ends a stream. There are no close codes here: an event of the name `close` says what a socket would be closed with. */
  close(session: string, { code, reason }: Close): void {
    const stream = this.#byId.get(session);
    if (stream === undefined) return;
    this.#write(session, `event: close\ndata: ${JSON.stringify({ code, reason })}\n\n`);
    this.#forget(session);
    // A client that is gone already cannot be told.
    stream.writer.close().catch(() => undefined);
  }

  #write(session: string, text: string): void {
    const stream = this.#byId.get(session);
    if (stream === undefined) return;
    if (stream.pending >= maxPending) return this.#lost(session);
    stream.pending++;
    stream.writer.write(utf8.encode(text)).then(
      () => {
        stream.pending--;
      },
      () => this.#lost(session),
    );
  }

  #pingAll(): void {
    for (const session of [...this.#byId.keys()]) this.#write(session, ':\n\n');
  }

  #lost(session: string): void {
    const stream = this.#byId.get(session);
    if (stream === undefined) return;
    this.#forget(session);
    stream.writer.abort().catch(() => undefined);
    this.onLost(session);
  }

  #forget(session: string): void {
    this.#byId.delete(session);
    if (this.#byId.size > 0 || this.#ping === null) return;
    // A timer would keep the object awake.
    clearInterval(this.#ping);
    this.#ping = null;
  }
}
