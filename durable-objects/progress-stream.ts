import { hubLimits } from '../src/protocol/limits';

/** Progress is told at most this often. */
const everyMs = 250;

/** Server-sent events about one thing that comes to an end. Who connects hears at once where it stands. */
export class ProgressStream {
  readonly #writers = new Set<WritableStreamDefaultWriter<Uint8Array>>();
  #soon: ReturnType<typeof setTimeout> | null = null;
  #ping: ReturnType<typeof setInterval> | null = null;

  /** @param current what to tell; `isLast` ends the streams. */
  constructor(private readonly current: () => { readonly data: unknown; readonly isLast: boolean } | null) {}

  /** The answer to somebody who wants to hear. */
  connect(): Response {
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    this.#writers.add(writer);
    void writer.closed.catch(() => this.#drop(writer));
    this.#ping ??= setInterval(() => this.#write(': \n\n'), hubLimits.ssePingMs);
    this.#tell();
    return new Response(readable, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
  }

  /** Something has changed. */
  changed(): void {
    if (this.#writers.size === 0) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      this.#tell();
    }, everyMs);
  }

  #tell(): void {
    const now = this.current();
    if (now !== null) this.#write(`event: progress\ndata: ${JSON.stringify(now.data)}\n\n`);
    if (now?.isLast ?? true) for (const writer of this.#writers) this.#end(writer);
  }

  #write(text: string): void {
    const bytes = new TextEncoder().encode(text);
    // A client that went away is noticed by nothing else than a write that fails.
    for (const writer of this.#writers) void writer.write(bytes).catch(() => this.#drop(writer));
  }

  #end(writer: WritableStreamDefaultWriter<Uint8Array>): void {
    void writer.close().catch(() => this.#drop(writer));
    this.#drop(writer);
  }

  #drop(writer: WritableStreamDefaultWriter<Uint8Array>): void {
    this.#writers.delete(writer);
    if (this.#writers.size > 0 || this.#ping === null) return;
    // An interval would keep the object awake.
    clearInterval(this.#ping);
    this.#ping = null;
  }
}
