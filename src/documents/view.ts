import * as Y from 'yjs';
import { personColor } from '../protocol/person-colors';
import { elementId, elementsOf, registersOf } from './layout';
import { ownerIdOf } from './owner';
import { comparePlaced, placedElements } from './placement';
import { type CollectionField, type DocumentSchema, type ElementField, type Field, idKeyOf } from './schema';
import type { DocumentMeta, MemberRow } from './storage';

/** The fields of the JSON view that people write: everything but what {@link frameView} adds. */
export type Content = Record<string, unknown>;

/** Reads the content of a document as plain JSON (PROTOCOL.md V1). Objects have no prototype. */
export function contentOf(doc: Y.Doc, schema: DocumentSchema): Content {
  const content: Content = Object.create(null);
  for (const [name, field] of Object.entries(schema.fields)) content[name] = fieldValue(doc, schema, name, field);
  return content;
}

interface TextRun {
  insert: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

function fieldValue(doc: Y.Doc, schema: DocumentSchema, name: string, field: Field): unknown {
  switch (field.kind) {
    case 'text':
      return field.formats === undefined ? doc.getText(name).toString() : deltaOf(doc.getText(name));
    case 'register':
    case 'ranked':
      return elementValue(registersOf(doc, schema).get(name), field);
    case 'map':
      return entriesOf(doc.getMap(name));
    case 'json':
      return jsonValue(doc, schema, name);
    case 'growSet':
      return [...doc.getMap(name).keys()].sort();
    case 'list':
      return field.placed ? placedValue(doc, name, field) : collectionValue(doc, name, field);
    case 'set':
      return collectionValue(doc, name, field);
  }
}

function entriesOf(map: Y.Map<unknown>): Record<string, unknown> {
  const entries: Record<string, unknown> = Object.create(null);
  for (const [key, value] of [...map.entries()].sort(([a], [b]) => (a < b ? -1 : 1))) entries[key] = value ?? null;
  return entries;
}

/** The value of a field of the kind `json`. */
export function jsonValue(doc: Y.Doc, schema: DocumentSchema, name: string): unknown {
  return registersOf(doc, schema).get(name) ?? entriesOf(doc.getMap(name));
}

function placedValue(doc: Y.Doc, name: string, field: CollectionField): unknown[] {
  const elements = placedElements(elementsOf(doc, name)).sort(comparePlaced);
  return elements.map(({ map, id, place }) => {
    const view: Record<string, unknown> = Object.create(null);
    view.id = id;
    view.day = place?.day ?? null;
    view.order = place?.order ?? '';
    return addFields(view, map, field);
  });
}

function collectionValue(doc: Y.Doc, name: string, field: CollectionField): unknown[] {
  const idKey = idKeyOf(field);
  return elementsOf(doc, name).map((map) => {
    const view: Record<string, unknown> = Object.create(null);
    view[idKey] = elementId(map, idKey) ?? '';
    return addFields(view, map, field);
  });
}

function addFields(view: Record<string, unknown>, map: Y.Map<unknown>, { element }: CollectionField): Record<string, unknown> {
  for (const [key, field] of Object.entries(element)) view[key] = elementValue(map.get(key), field);
  return view;
}

function elementValue(value: unknown, field: ElementField): unknown {
  switch (field.kind) {
    case 'text':
      return value instanceof Y.Text ? value.toString() : '';
    case 'ranked':
      return value ?? field.ranks[0];
    case 'register':
      return value ?? field.unset ?? null;
  }
}

/** The runs of a rich text; only text has a place there, so every run is a string. Equal neighbours are one run. */
function deltaOf(text: Y.Text): TextRun[] {
  const runs: TextRun[] = [];
  for (const run of text.toDelta() as TextRun[]) {
    const last = runs.at(-1);
    // Yjs starts a run at each mark, also at one that changes nothing.
    if (last !== undefined && haveSameFormats(last, run)) last.insert += run.insert;
    else runs.push({ ...run });
  }
  return runs;
}

function haveSameFormats({ attributes: a = {} }: TextRun, { attributes: b = {} }: TextRun): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && a[name] === b[name]);
}

/** The content of a document that nobody has written to. */
export function emptyContent(schema: DocumentSchema): Content {
  const content: Content = Object.create(null);
  for (const [name, field] of Object.entries(schema.fields)) content[name] = emptyValue(field);
  return content;
}

function emptyValue(field: Field): unknown {
  switch (field.kind) {
    case 'text':
      return field.formats === undefined ? '' : [];
    case 'register':
      return field.unset ?? null;
    case 'ranked':
      return field.ranks[0];
    case 'map':
    case 'json':
      return Object.create(null);
    case 'list':
    case 'set':
    case 'growSet':
      return [];
  }
}

/** Adds what people read and do not write: who owns it, who is in it, its version. */
export function frameView(
  content: Content,
  meta: DocumentMeta,
  members: readonly MemberRow[],
  version: number,
  updatedAtMs: number,
): Content {
  const view: Content = Object.create(null);
  view.id = meta.id;
  view.owner_id = ownerIdOf(members, meta.ownerId);
  if (meta.calendarId !== undefined) view.calendar_id = meta.calendarId;
  view.collaborators = members.map(({ id, name, role }) => ({ id, name, role, color: personColor(id) }));
  Object.assign(view, content);
  view.metadata = {
    created_at: new Date(meta.createdAtMs).toISOString(),
    updated_at: new Date(updatedAtMs).toISOString(),
    version,
  };
  return view;
}

/** Names of the view's fields that no patch may write. */
export const readOnlyFields: ReadonlySet<string> = new Set(['id', 'owner_id', 'calendar_id', 'collaborators', 'metadata']);
