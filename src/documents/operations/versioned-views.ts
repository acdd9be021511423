import type { DocumentState } from '../document-state';
import { documentAt } from '../history/document-at';
import { isSameJson } from '../json-values';
import type { DocumentSchema, Field } from '../schema';
import type { LogStore } from '../storage';
import { type Content, contentOf } from '../view';
import { rootOf } from './element-paths';
import type { RecentRows } from './recent-rows';

/** Contents that are kept in memory. They share the fields that did not change between them. */
const keptViews = 64;

/** The content of a document at its versions. */
export class VersionedViews {
  readonly #kept = new Map<number, Content>();

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
    const latest = [...this.#kept.keys()].at(-1);
    const former = latest === undefined ? undefined : this.#kept.get(latest);
    const { doc } = this.state.live();
    const content =
      latest === undefined || former === undefined || version - latest > keptViews
        ? contentOf(doc, this.schema)
        : Object.assign(Object.create(null), former, sharing(former, contentOf(doc, this.#touchedSince(latest))));
    return this.#keep(version, content);
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
  }

  #keep(version: number, content: Content): Content {
    this.#kept.set(version, content);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptViews && oldest !== undefined) this.#kept.delete(oldest);
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
