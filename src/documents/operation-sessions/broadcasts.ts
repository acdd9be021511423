import { operationLimits as limits } from '../../protocol/limits';
import type { AppliedOperation } from '../../protocol/operations';
import type { DocumentState } from '../document-state';
import type { Operations } from '../operations/operations-api';
import type { EnginePorts } from '../ports';
import type { Session } from '../session';
import type { Sessions } from '../sessions';
import type { LogRow } from '../storage';
import { type SplitOperations, splitTexts, wholeTexts } from './document-values';
import { clientIdOf, type Messages } from './messages';

/** Whose doing something was; null when several had a part in it. */
interface Author {
  readonly user: string | null;
  readonly client: string | null;
}

/** What one flush did to the document. */
interface News {
  readonly version: number;
  readonly operations: readonly AppliedOperation[];
  /** As sessions take them, by whether they take text edits. */
  readonly split: Map<boolean, SplitOperations>;
  readonly author: Author;
  /** The messages that were written for it, by what is in them: most sessions get the same one. */
  readonly written: Map<string, string>;
}

/** Texts that a session has not been told the latest of. */
interface Untold {
  readonly paths: Set<string>;
  author: Author | null;
  /** When the next text may go out by itself. */
  nextAtMs: number;
}

/**
 * Tells sessions that speak JSON operations what the others do (PROTOCOL.md O8 to O11), once for each flush. A version is
 * always told whole: whatever goes out takes the texts along that were waiting.
 */
export class Broadcasts {
  readonly #untold = new WeakMap<Session, Untold>();

  constructor(
    private readonly ports: Pick<EnginePorts, 'schema' | 'timers' | 'nowMs'>,
    private readonly state: DocumentState,
    private readonly sessions: Sessions,
    private readonly operations: Operations,
    private readonly messages: Messages,
  ) {}

  /** Tells everybody of rows that were just stored; not the connection whose doing all of them were. */
  stored(rows: readonly LogRow[]): void {
    const subscribers = this.sessions.subscribers();
    const last = rows.at(-1);
    if (subscribers.length === 0 || last === undefined) return;
    const operations = this.operations.describe(rows);
    if (operations.length === 0) return;
    const sole = rows.every(({ session }) => session === last.session) ? last.session : null;
    const news: News = {
      version: last.version,
      operations,
      split: new Map(),
      author: this.#authorOf(rows),
      written: new Map(),
    };
    for (const session of subscribers) if (session.id !== sole) this.#tell(session, news);
  }

  /** Tells a session all that it has not been told, before it is told a version by another message. */
  catchUp(session: Session): void {
    const untold = this.#untold.get(session);
    if (untold !== undefined && untold.paths.size > 0) this.#sendTexts(session, untold);
  }

  /** A session was told the document as it is. */
  isUpToDate(session: Session): void {
    const untold = this.#untold.get(session);
    if (untold === undefined) return;
    untold.paths.clear();
    untold.author = null;
  }

  /** Tells the texts whose time has come. */
  ring(): void {
    const nowMs = this.ports.nowMs();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const session of this.sessions.subscribers()) {
      const untold = this.#untold.get(session);
      if (untold === undefined || untold.paths.size === 0) continue;
      if (untold.nextAtMs <= nowMs) this.#sendTexts(session, untold);
      else nextMs = Math.min(nextMs, untold.nextAtMs - nowMs);
    }
    if (Number.isFinite(nextMs)) this.ports.timers.soon('texts', nextMs);
  }

  /**
   * Tells who looks at a calendar that one of its events is other than it was.
   * @param eventFor the event as a session may see it; null for one that is not there for it any more.
   */
  eventChanged(id: string, eventFor: (session: Session) => object | null): void {
    const path = `/events/@${id}`;
    for (const session of this.sessions.subscribers()) {
      const event = eventFor(session);
      const operation: AppliedOperation = event === null ? { op: 'remove', path } : { op: 'replace', path, value: event };
      this.catchUp(session);
      this.sessions.sendText(session, this.#write(this.state.version(), [operation], { user: null, client: null }));
    }
  }

  #tell(session: Session, news: News): void {
    const takesEdits = session.facts.operations?.textEdits === true;
    const untold = this.#untoldOf(session);
    const { operations, texts } = this.#splitFor(news, takesEdits);
    const author = untold.author === null ? news.author : commonAuthor(untold.author, news.author);
    for (const path of texts) untold.paths.add(path);
    const waitMs = untold.nextAtMs - this.ports.nowMs();
    if (operations.length === 0 && waitMs > 0) {
      untold.author = author;
      return this.ports.timers.soon('texts', waitMs);
    }
    const whole = this.#takeTexts(untold);
    const name = JSON.stringify([takesEdits, whole.map(({ path }) => path), author]);
    this.#send(session, news, [...operations, ...whole], author, name);
  }

  #splitFor(news: News, takesEdits: boolean): SplitOperations {
    let split = news.split.get(takesEdits);
    if (split === undefined) {
      split = splitTexts(this.ports.schema, news.operations, takesEdits);
      news.split.set(takesEdits, split);
    }
    return split;
  }

  #sendTexts(session: Session, untold: Untold): void {
    const author = untold.author ?? { user: null, client: null };
    const operations = this.#takeTexts(untold);
    if (operations.length > 0) this.sessions.sendText(session, this.#write(this.state.version(), operations, author));
  }

  #takeTexts(untold: Untold): readonly AppliedOperation[] {
    untold.author = null;
    if (untold.paths.size === 0) return [];
    const { view } = this.operations.view();
    const texts = wholeTexts(view, this.ports.schema, untold.paths);
    untold.paths.clear();
    untold.nextAtMs = this.ports.nowMs() + limits.textEveryMs;
    return texts;
  }

  /** Sends a message about `news`; what is called the same is the same message. */
  #send(session: Session, news: News, operations: readonly AppliedOperation[], author: Author, name: string): void {
    if (operations.length === 0) return;
    let text = news.written.get(name);
    if (text === undefined) {
      text = this.#write(news.version, operations, author);
      news.written.set(name, text);
    }
    this.sessions.sendText(session, text);
  }

  #write(version: number, operations: readonly AppliedOperation[], author: Author): string {
    const [operation] = operations;
    return this.messages.write('OP_BROADCAST', {
      resource_id: this.state.existing().id,
      resource_type: this.ports.schema.kind,
      version,
      operations,
      ...(operation === undefined ? {} : { operation }),
      user_id: author.user,
      client_id: author.client,
    });
  }

  #untoldOf(session: Session): Untold {
    let untold = this.#untold.get(session);
    if (untold === undefined) {
      untold = { paths: new Set(), author: null, nextAtMs: 0 };
      this.#untold.set(session, untold);
    }
    return untold;
  }

  #authorOf(rows: readonly LogRow[]): Author {
    return rows
      .map(({ actor, session }): Author => {
        const open = this.sessions.get(session);
        return { user: actor, client: open === null ? null : clientIdOf(open) };
      })
      .reduce(commonAuthor);
  }
}

function commonAuthor(a: Author, b: Author): Author {
  return { user: a.user === b.user ? a.user : null, client: a.client === b.client ? a.client : null };
}
