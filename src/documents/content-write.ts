import * as Y from 'yjs';
import { CollectionWriter } from './collection-write';
import { isPlainObject } from './content-check';
import { isSameJson } from './json-values';
import { createDoc, registersOf } from './layout';
import type { Chance } from './live-document';
import { pointer } from './pointer';
import { writeKey, writeRegister } from './register-write';
import { writeRichText } from './rich-text';
import type { DocumentSchema, Field } from './schema';
import { replaceText } from './text-edit';
import type { Content } from './view';

/**
 * Changes a document from one validated content to another, touching only what differs (PROTOCOL.md V3). To be called
 * inside a transaction. Answers the JSON pointers of what it touched.
 */
export function writeContent(doc: Y.Doc, schema: DocumentSchema, before: Content, after: Content, chance: Chance): string[] {
  const touched = new Set<string>();
  for (const [name, field] of Object.entries(schema.fields)) {
    const value = after[name] ?? null;
    if (JSON.stringify(before[name] ?? null) !== JSON.stringify(value))
      writeField(doc, schema, name, field, value, chance, touched);
  }
  return [...touched];
}

/** The update that gives a new document its first content. */
export function firstContent(
  schema: DocumentSchema,
  serverClient: number,
  empty: Content,
  fields: Content,
  chance: Chance,
): { bytes: Uint8Array; touched: string[] } {
  const doc = createDoc(schema);
  doc.clientID = serverClient;
  const touched = doc.transact(() => writeContent(doc, schema, empty, { ...empty, ...fields }, chance));
  return { bytes: Y.encodeStateAsUpdate(doc), touched };
}

function writeField(
  doc: Y.Doc,
  schema: DocumentSchema,
  name: string,
  field: Field,
  value: unknown,
  chance: Chance,
  touched: Set<string>,
): void {
  switch (field.kind) {
    case 'text':
      if (field.formats === undefined || typeof value === 'string' || value === null)
        replaceText(doc.getText(name), (value as string | null) ?? '');
      else writeRichText(doc.getText(name), value as { insert: string; attributes?: Record<string, unknown> }[]);
      return void touched.add(pointer(name));
    case 'register':
    case 'ranked':
      if (writeRegister(registersOf(doc, schema), name, field, value)) touched.add(pointer(name));
      return;
    case 'map':
      return writeMap(doc.getMap(name), name, (value ?? {}) as Record<string, unknown>, touched);
    case 'growSet':
      return addWords(doc.getMap(name), name, (value ?? []) as string[], touched);
    case 'json':
      return writeJson(doc, registersOf(doc, schema), name, value, touched);
    case 'list':
    case 'set':
      return new CollectionWriter(doc, name, field, chance, touched).write((value ?? []) as Record<string, unknown>[]);
  }
}

function writeMap(map: Y.Map<unknown>, name: string, after: Readonly<Record<string, unknown>>, touched: Set<string>): void {
  for (const key of new Set([...map.keys(), ...Object.keys(after)])) {
    if (isSameJson(map.get(key) ?? null, after[key] ?? null)) continue;
    writeKey(map, key, after[key] ?? null);
    touched.add(pointer(name, key));
  }
}

function addWords(map: Y.Map<unknown>, name: string, words: readonly string[], touched: Set<string>): void {
  for (const word of words) {
    if (map.has(word)) continue;
    map.set(word, true);
    touched.add(pointer(name, word));
  }
}

/** The keys of an object are values of their own; anything else is one value, and takes the place of all keys. */
function writeJson(doc: Y.Doc, registers: Y.Map<unknown>, name: string, value: unknown, touched: Set<string>): void {
  const map = doc.getMap(name);
  const keys = isPlainObject(value ?? {}) ? ((value ?? {}) as Record<string, unknown>) : null;
  const wasOneValue = registers.has(name);
  if (keys === null) registers.set(name, value);
  else if (wasOneValue) registers.delete(name);
  if (keys === null || wasOneValue) touched.add(pointer(name));
  for (const key of [...map.keys()]) {
    if (keys !== null && Object.hasOwn(keys, key)) continue;
    map.delete(key);
    touched.add(pointer(name, key));
  }
  for (const [key, inner] of Object.entries(keys ?? {})) {
    if (map.has(key) && isSameJson(map.get(key), inner)) continue;
    map.set(key, inner);
    touched.add(pointer(name, key));
  }
}
