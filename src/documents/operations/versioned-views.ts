import type { DocumentState } from '../document-state';
import { documentAt } from '../history/document-at';
import { isSameJson } from '../json-values';
import type { DocumentSchema, Field } from '../schema';
import type { LogStore } from '../storage';
import { type Content, contentOf } from '../view';
import { rootOf } from './element-paths';
import type { RecentRows } from './recent-rows';

/** Contents that are kept in memory: they share what did not change between them … */
const keptViews = 1_024;
/** … and what did may come to about so many characters. */
const keptChars = 2 * 1024 * 1024;
/** What a value of which nothing else is known takes, in characters. */
const valueChars = 32;

/** The content of a document at its versions. */
export class VersionedViews {
  readonly #kept = new Map<number, Content>();
  /** About what each of them takes by itself. */
  readonly #chars = new Map<number, number>();
  #allChars = 0;
  #latest: number | undefined;

  constructor(
    private readonly schema: DocumentSchema,
    private readonly state: DocumentState,
    private readonly log: LogStore,
    private readonly recent: RecentRows,
  ) {}

  /** The content now. */
  head(): Content {
    const version = this.state.version();
    const known = this.#kept.get(version);
    if (known !== undefined) return known;
    const latest = this.#latest;
    const former = latest === undefined ? undefined : this.#kept.get(latest);
    const { doc } = this.state.live();
    const content =
      latest === undefined || former === undefined || version - latest > keptViews
        ? contentOf(doc, this.schema)
        : Object.assign(Object.create(null), former, sharing(former, contentOf(doc, this.#touchedSince(latest))));
    return this.#keep(version, content, former ?? {});
  }

  /** The content at a version that the log holds. */
  at(version: number): Content {
    if (version === this.state.version()) return this.head();
    return this.#kept.get(version) ?? contentOf(documentAt(this.schema, this.log, version), this.schema);
  }

  /** Whether the content at a version can be had without building the document. */
  has(version: number): boolean {
    return this.#kept.has(version);
  }

  reset(): void {
    this.#kept.clear();
    this.#chars.clear();
    this.#allChars = 0;
    this.#latest = undefined;
  }

  #keep(version: number, content: Content, former: Content): Content {
    const chars = Object.keys(content).reduce((sum, name) => sum + newChars(content[name], former[name]), 0);
    this.#kept.set(version, content);
    this.#chars.set(version, chars);
    this.#latest = version;
    this.#allChars += chars;
    for (const oldest of this.#kept.keys()) {
      const isTooMuch = this.#kept.size > keptViews || this.#allChars > keptChars;
      if (!isTooMuch || oldest === version) break;
      this.#allChars -= this.#chars.get(oldest) ?? 0;
      this.#chars.delete(oldest);
      this.#kept.delete(oldest);
    }
    return content;
  }

  /** The schema of what rows behind a version have touched. */
  #touchedSince(version: number): DocumentSchema {
    const fields: Record<string, Field> = {};
    for (const { touched } of this.recent.after(version)) {
      for (const path of touched) {
        const name = rootOf(path);
        const field = this.schema.fields[name];
        if (field !== undefined) fields[name] = field;
      }
    }
    return { ...this.schema, fields };
  }
}

/** A content with the elements of a former one, where they are the same. */
function sharing(former: Content, content: Content): Content {
  for (const [name, value] of Object.entries(content)) {
    const before = former[name];
    if (!Array.isArray(value) || !Array.isArray(before)) continue;
    content[name] = value.map((element: unknown, index) => (isSameJson(element, before[index]) ? before[index] : element));
  }
  return content;
}

/** About how much a value takes besides what it shares with a former one. */
function newChars(value: unknown, former: unknown): number {
  if (value === former) return 0;
  if (typeof value === 'string') return value.length;
  if (!Array.isArray(value)) return valueChars * (1 + Object.keys(value ?? {}).length);
  const shared = new Set(Array.isArray(former) ? (former as unknown[]) : []);
  return value.reduce((sum: number, element) => sum + (shared.has(element) ? 1 : valueChars + textChars(element)), 0);
}

/** The texts of an element, or of a run of one. */
function textChars(element: unknown): number {
  return Object.values(element ?? {}).reduce((sum: number, value) => sum + (typeof value === 'string' ? value.length : 1), 0);
}
