import { hubLimits } from '../src/protocol/limits';

/** Progress is told at most this often. */
const everyMs = 250;

/** What there is to tell of one thing that comes to an end. */
export interface Followed {
  /** Where it stands; `isLast` ends the streams. Null for nothing to follow. */
  current(): { readonly data: unknown; readonly isLast: boolean } | null;
  /** What came of it next, behind what has this number (0: from the beginning); null when that was all until now. */
  next(after: number): { readonly number: number; readonly data: unknown } | null;
}

/** One who follows. */
interface Follower {
  readonly writer: WritableStreamDefaultWriter<Uint8Array>;
  /** The number of what they were told last. */
  toldTo: number;
  isBeingTold: boolean;
  /** There may be something new since it was looked for. */
  isBehind: boolean;
}

/**
 * Server-sent events about one thing that comes to an end: `recipients`, each with its number, and `progress`. Who connects
 * hears at once where it stands; that it has ended is told last, when everything else was.
 */
export class ProgressStream {
  readonly #followers = new Set<Follower>();
  #soon: ReturnType<typeof setTimeout> | null = null;
  #ping: ReturnType<typeof setInterval> | null = null;

  constructor(private readonly followed: Followed) {}

  /** The answer to somebody who wants to hear what came after what has this number. */
  connect(after: number): Response {
    const { readable, writable } = new IdentityTransformStream();
    const follower = { writer: writable.getWriter(), toldTo: after, isBeingTold: false, isBehind: false };
    this.#followers.add(follower);
    void follower.writer.closed.catch(() => this.#drop(follower));
    this.#ping ??= setInterval(() => this.#keepOpen(), hubLimits.ssePingMs);
    const now = this.followed.current();
    if (now !== null && !now.isLast) void this.#write(follower, progressOf(now.data));
    void this.#tell(follower);
    return new Response(readable, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
  }

  /** Something has changed. */
  changed(): void {
    if (this.#followers.size === 0) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      for (const follower of this.#followers) void this.#tell(follower);
    }, everyMs);
  }

  async #tell(follower: Follower): Promise<void> {
    follower.isBehind = true;
    if (follower.isBeingTold) return;
    follower.isBeingTold = true;
    while (follower.isBehind && this.#followers.has(follower)) {
      follower.isBehind = false;
      await this.#tellNews(follower);
    }
    follower.isBeingTold = false;
  }

  /** As fast as they read: what was not read yet is not in memory. */
  async #tellNews(follower: Follower): Promise<void> {
    for (let next = this.followed.next(follower.toldTo); next !== null; next = this.followed.next(follower.toldTo)) {
      const event = `event: recipients\nid: ${next.number}\ndata: ${JSON.stringify(next.data)}\n\n`;
      if (!(await this.#write(follower, event))) return;
      follower.toldTo = next.number;
    }
    const now = this.followed.current();
    if (now !== null) await this.#write(follower, progressOf(now.data));
    if (now?.isLast ?? true) this.#end(follower);
  }

  #keepOpen(): void {
    for (const follower of this.#followers) void this.#write(follower, ': \n\n');
  }

  /** A client that went away is noticed by nothing else than a write that fails. Answers whether they read it. */
  async #write(follower: Follower, text: string): Promise<boolean> {
    try {
      await follower.writer.write(new TextEncoder().encode(text));
      return true;
    } catch {
      this.#drop(follower);
      return false;
    }
  }

  #end(follower: Follower): void {
    void follower.writer.close().catch(() => this.#drop(follower));
    this.#drop(follower);
  }

  #drop(follower: Follower): void {
    this.#followers.delete(follower);
    if (this.#followers.size > 0 || this.#ping === null) return;
    // An interval would keep the object awake.
    clearInterval(this.#ping);
    this.#ping = null;
  }
}

function progressOf(data: unknown): string {
  return `event: progress\ndata: ${JSON.stringify(data)}\n\n`;
}
