import * as Y from 'yjs';
import { elementId, elementsOf, registersOf } from '../layout';
import { writeRichText } from '../rich-text';
import { type DocumentSchema, idKeyOf, isCollection } from '../schema';
import { replaceText, textEdit } from '../text-edit';
import { tokensOf } from './element-paths';

/** A change that keeps less than this share of a text is a new text, not an edit of the old one (PROTOCOL.md O23). */
export const replacementShare = 0.5;

/** What a text is to be, whatever others wrote into it. */
export interface WholeText {
  /** JSON pointer, with `@id` in place of an index. */
  readonly path: string;
  /** As in the JSON view. */
  readonly value: unknown;
}

/** Whether a text shares so little with the one before that it replaces it. */
export function isReplacement(from: string, to: string): boolean {
  const kept = from.length - (textEdit(from, to)?.remove ?? 0);
  return from !== to && kept < replacementShare * Math.max(1, from.length);
}

/** The characters of a text as it stands in the JSON view. */
export function charactersOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? (value as { insert: string }[]).map(({ insert }) => insert).join('') : '';
}

/** Makes texts what they are to be. What is gone meanwhile stays gone. Answers the paths of the others. */
export function settleTexts(doc: Y.Doc, schema: DocumentSchema, texts: readonly WholeText[]): string[] {
  const touched: string[] = [];
  if (texts.length === 0) return touched;
  doc.transact(() => {
    for (const { path, value } of texts) {
      const text = findText(doc, schema, tokensOf(path));
      if (text === null) continue;
      touched.push(path);
      if (Array.isArray(value)) writeRichText(text, value as Parameters<typeof writeRichText>[1]);
      else replaceText(text, charactersOf(value));
    }
  });
  return touched;
}

/** Unsets registers, whoever wrote them. Answers the paths of those that were set. */
export function unsetRegisters(doc: Y.Doc, schema: DocumentSchema, paths: readonly string[]): string[] {
  const touched: string[] = [];
  if (paths.length === 0) return touched;
  doc.transact(() => {
    for (const path of paths) {
      const [name = '', id, key = name] = tokensOf(path);
      const map = id === undefined ? registersOf(doc, schema) : findElement(doc, schema, name, id);
      if (map?.has(key) !== true) continue;
      map.delete(key);
      touched.push(path);
    }
  });
  return touched;
}

function findElement(doc: Y.Doc, schema: DocumentSchema, name: string, id: string): Y.Map<unknown> | undefined {
  const field = schema.fields[name];
  if (field === undefined || !isCollection(field)) return undefined;
  return elementsOf(doc, name).find((map) => `@${elementId(map, idKeyOf(field))}` === id);
}

function findText(doc: Y.Doc, schema: DocumentSchema, [name = '', id, key]: readonly string[]): Y.Text | null {
  const field = schema.fields[name];
  if (field?.kind === 'text') return doc.getText(name);
  if (id === undefined || key === undefined) return null;
  const text = findElement(doc, schema, name, id)?.get(key);
  return text instanceof Y.Text ? text : null;
}
