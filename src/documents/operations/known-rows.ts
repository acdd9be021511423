import { type LogRow, overHttp } from '../storage';
import type { OperationRequest } from './operations-api';

/** Sessions of which it is remembered what they learnt. */
const maxSessions = 200;

type Author = Pick<OperationRequest, 'author' | 'session'>;

/** Which rows the author of an operation knows besides those up to its version: those of their own session (PROTOCOL.md O21). */
export class KnownRows {
  readonly #learnt = new Map<string, Set<number>>();

  /** An operation of an earlier connection was sent again on this one: what follows on it builds on that row. */
  learn({ session }: Author, version: number): void {
    const learnt = this.#learnt.get(session) ?? new Set();
    this.#learnt.set(session, learnt.add(version));
    const [oldest] = this.#learnt.keys();
    if (this.#learnt.size > maxSessions && oldest !== undefined) this.#learnt.delete(oldest);
  }

  isOwn({ author, session }: Author, row: LogRow): boolean {
    // Calls over HTTP may come from different programs of one person, none of which knows what the others did.
    if (row.actor !== author.id || isHttp(session)) return false;
    return row.session === session || this.#learnt.get(session)?.has(row.version) === true;
  }

  reset(): void {
    this.#learnt.clear();
  }
}

/** How the session of an author is called in the rows. */
export function rowSession(session: string): string {
  return isHttp(session) ? overHttp : session;
}

function isHttp(session: string): boolean {
  return session.startsWith('http:');
}
