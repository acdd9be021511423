import { documentAt } from '../history/document-at';
import { isSameJson } from '../json-values';
import { type DocumentSchema, isCollection } from '../schema';
import type { LogRow, LogStore } from '../storage';
import { type Content, contentOf } from '../view';
import { applyWithGaps } from './apply-with-gaps';
import { fieldOf, tokensOf } from './element-paths';
import { valueAt } from './races';

/** So far back the log is searched for the removal … */
const maxRows = 1_000;
/** … and so many removals are looked at. */
const maxRemovals = 20;

/** An element that an update changes, and that was removed before the update came. */
export interface Orphan {
  /** `/list/@id`. */
  readonly path: string;
  /** The element as it was when it was removed. */
  readonly base: unknown;
  /** The element with the update. */
  readonly value: unknown;
  /** Version of the row that removed it. */
  readonly removed: number;
}

/**
 * Finds what an update would have made of elements that are gone: it is applied to the document as it was before each of the
 * last removals. In the document itself nothing of it is left.
 */
export function findOrphans(schema: DocumentSchema, log: LogStore, head: Content, update: Uint8Array, before: number): Orphan[] {
  const found = new Map<string, Orphan>();
  for (const { version, paths } of removals(schema, log, head, before)) {
    const doc = documentAt(schema, log, version - 1);
    const then = contentOf(doc, schema);
    applyWithGaps(doc, update);
    const changed = contentOf(doc, schema);
    for (const path of paths) {
      const [base, value] = [then, changed].map((content) => valueAt(schema, content, path));
      if (base === undefined || value === undefined || isSameJson(base, value) || found.has(path)) continue;
      found.set(path, { path, base, value, removed: version });
    }
  }
  return [...found.values()];
}

/** What updates made of an element that was removed; undefined when they removed it themselves. */
export function orphanAt(
  schema: DocumentSchema,
  log: LogStore,
  { path, removed }: Pick<Orphan, 'path' | 'removed'>,
  updates: Uint8Array,
): unknown {
  const doc = documentAt(schema, log, removed - 1);
  applyWithGaps(doc, updates);
  return valueAt(schema, contentOf(doc, schema), path);
}

/** The rows that touched whole elements which are not there any more, the newest first. */
function removals(
  schema: DocumentSchema,
  log: LogStore,
  head: Content,
  before: number,
): { readonly version: number; readonly paths: readonly string[] }[] {
  const isGone = (path: string): boolean => {
    const tokens = tokensOf(path);
    const field = fieldOf(schema, tokens);
    return tokens.length === 2 && field !== null && isCollection(field) && valueAt(schema, head, path) === undefined;
  };
  const rows: readonly LogRow[] = log.rows(Math.max(0, before - maxRows), before - 1);
  return rows
    .map(({ version, touched }) => ({ version, paths: touched.filter(isGone) }))
    .filter(({ paths }) => paths.length > 0)
    .reverse()
    .slice(0, maxRemovals);
}
