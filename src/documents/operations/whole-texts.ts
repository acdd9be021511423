import * as Y from 'yjs';
import { elementId, elementsOf } from '../layout';
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

function findText(doc: Y.Doc, schema: DocumentSchema, [name = '', id, key]: readonly string[]): Y.Text | null {
  const field = schema.fields[name];
  if (field?.kind === 'text') return doc.getText(name);
  if (field === undefined || !isCollection(field) || key === undefined) return null;
  const element = elementsOf(doc, name).find((map) => `@${elementId(map, idKeyOf(field))}` === id);
  const text = element?.get(key);
  return text instanceof Y.Text ? text : null;
}
