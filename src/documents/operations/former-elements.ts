import * as Y from 'yjs';
import { documentAt } from '../history/document-at';
import { elementId, elementsOf } from '../layout';
import { pointer } from '../pointer';
import { type CollectionField, type DocumentSchema, idKeyOf, isCollection } from '../schema';
import type { LogRow, LogStore } from '../storage';
import type { DecodedUpdate } from '../update-facts';
import { FormerEditReader, type FormerEdits, type LivingElement } from './former-edit-reader';
import { applySparing } from './spared-elements';

/** So far back the log is searched for elements that were made anew. */
const maxRows = 1_000;
/** So long the document with the former elements stays in memory: who types into one of them goes on for a while. */
const keepMs = 60_000;

/** The document with every element that was ever removed or made anew since. */
interface Past {
  readonly doc: Y.Doc;
  /** The last row that it has. */
  version: number;
  usedAtMs: number;
}

/**
 * Without places, an element of a list moves by being made anew, and in the document nothing is left of what others write into
 * the former one. So that is written to a document in which no element ever goes, built from the log, and read there
 * (PROTOCOL.md O35).
 */
export class FormerElements {
  #past: Past | null = null;
  /** Up to this version the log has nothing that was made anew. */
  #searched = 0;

  constructor(
    private readonly schema: DocumentSchema,
    private readonly log: LogStore,
    private readonly nowMs: () => number,
  ) {}

  reset(): void {
    this.#past = null;
    this.#searched = 0;
  }

  /** To be called now and then: lets go of what was not needed for a while. */
  rest(): void {
    if (this.#past !== null && this.nowMs() >= this.#past.usedAtMs + keepMs) this.#past = null;
  }

  /**
   * What an update did to former elements. Null when there are none.
   * @param live the document, which has the update already.
   * @param pending rows that are not in the log yet.
   */
  read(live: Y.Doc, bytes: Uint8Array, update: DecodedUpdate, pending: readonly LogRow[]): FormerEdits | null {
    const living = livingElements(live, this.schema);
    const past = this.#catchUp(living, pending);
    if (past === null) return null;
    const former = formerElements(past.doc, this.schema, living);
    const reader = new FormerEditReader(this.schema, past.doc, former);
    return reader.read(bytes, update);
  }

  #catchUp(living: Living, pending: readonly LogRow[]): Past | null {
    const past = this.#past ?? this.#begin(living, pending);
    if (past === null) return null;
    for (const row of this.#rows(past.version, pending)) {
      applySparing(past.doc, this.schema, row.bytes, Y.decodeUpdate(row.bytes));
      past.version = row.version;
    }
    past.usedAtMs = this.nowMs();
    this.#past = past;
    return past;
  }

  #begin(living: Living, pending: readonly LogRow[]): Past | null {
    const head = this.log.head() + pending.length;
    const oldest = Math.max(0, head - maxRows);
    const isAnew = ({ touched }: LogRow): boolean => touched.some((path) => living.byPath.has(path));
    if (this.#searched > oldest && !this.#rows(this.#searched, pending).some(isAnew)) {
      this.#searched = head;
      return null;
    }
    const rows = this.#rows(oldest, pending);
    const removals = rows.filter((row) => row.touched.some(isElementPath) && Y.decodeUpdate(row.bytes).ds.clients.size > 0);
    const [first] = removals;
    if (first === undefined || !removals.some(isAnew)) {
      this.#searched = head;
      return null;
    }
    const version = Math.min(first.version - 1, this.log.head());
    return { doc: documentAt(this.schema, this.log, version), version, usedAtMs: this.nowMs() };
  }

  #rows(after: number, pending: readonly LogRow[]): LogRow[] {
    const stored = after < this.log.head() ? this.log.rows(after, this.log.head()) : [];
    return [...stored, ...pending.filter(({ version }) => version > after)];
  }
}

/** The elements that the document has. */
interface Living {
  /** By `/list/@id`. */
  readonly byPath: ReadonlyMap<string, LivingElement>;
  /** Of the items that made them. */
  readonly structs: ReadonlySet<string>;
}

function livingElements(doc: Y.Doc, schema: DocumentSchema): Living {
  const byPath = new Map<string, LivingElement>();
  const structs = new Set<string>();
  for (const [list, field, map] of allElements(doc, schema)) {
    const id = elementId(map, idKeyOf(field));
    if (id === null) continue;
    byPath.set(pointer(list, `@${id}`), { list, field, id, map });
    structs.add(structOf(map));
  }
  return { byPath, structs };
}

/** The elements that are no longer in the document; with what they are now, null for nothing. */
function formerElements(doc: Y.Doc, schema: DocumentSchema, living: Living): Map<unknown, LivingElement | null> {
  const former = new Map<unknown, LivingElement | null>();
  for (const [list, field, map] of allElements(doc, schema)) {
    if (living.structs.has(structOf(map))) continue;
    former.set(map, living.byPath.get(pointer(list, `@${elementId(map, idKeyOf(field)) ?? ''}`)) ?? null);
  }
  return former;
}

function* allElements(doc: Y.Doc, schema: DocumentSchema): Generator<[string, CollectionField, Y.Map<unknown>]> {
  for (const [name, field] of Object.entries(schema.fields)) {
    if (isCollection(field)) for (const map of elementsOf(doc, name)) yield [name, field, map];
  }
}

function structOf(map: Y.Map<unknown>): string {
  return `${map._item?.id.client}/${map._item?.id.clock}`;
}

function isElementPath(path: string): boolean {
  return /^\/[^/]+\/@[^/]*$/.test(path);
}
