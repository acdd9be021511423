import * as Y from 'yjs';
import { isPlainText } from './layout';
import type { DecodedUpdate } from './update-facts';

/** What a key held before a transaction. */
export type FormerValue =
  | { readonly live: false }
  | { readonly live: true; readonly kind: 'value'; readonly value: unknown }
  | { readonly live: true; readonly kind: 'text'; readonly content: string }
  | { readonly live: true; readonly kind: 'other' };

/** What an update wrote into a key. */
export type WrittenValue =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'text'; readonly content: string }
  | { readonly kind: 'other' }
  | { readonly kind: 'deleted' };

/** Reads the value that an item had before the transaction. The content has not been collected yet. */
export function formerValue(item: Y.Item | null, transaction: Y.Transaction): FormerValue {
  if (item === null || (item.deleted && !Y.isDeleted(transaction.deleteSet, item.id))) return { live: false };
  if (item.content instanceof Y.ContentAny) return { live: true, kind: 'value', value: item.content.arr.at(-1) };
  if (item.content instanceof Y.ContentType && isPlainText(item.content.type)) {
    return { live: true, kind: 'text', content: textBefore(item.content.type, transaction) };
  }
  return { live: true, kind: 'other' };
}

/** Reads the value that a new item brought, also when it lost against another one and is deleted by now. */
export function writtenValue(item: Y.Item, update: DecodedUpdate): WrittenValue {
  if (item.content instanceof Y.ContentDeleted || Y.isDeleted(update.ds, item.id)) return { kind: 'deleted' };
  if (item.content instanceof Y.ContentAny) return { kind: 'value', value: item.content.arr.at(-1) };
  if (item.content instanceof Y.ContentType && isPlainText(item.content.type)) {
    return { kind: 'text', content: textWritten(item.content.type, update) };
  }
  return { kind: 'other' };
}

/** The plain content of a text as it was before the transaction that has just deleted it. */
export function textBefore(text: Y.Text, transaction: Y.Transaction): string {
  return readText(text, (item) => {
    const isOld = item.id.clock < (transaction.beforeState.get(item.id.client) ?? 0);
    return isOld && (!item.deleted || Y.isDeleted(transaction.deleteSet, item.id));
  });
}

function textWritten(text: Y.Text, update: DecodedUpdate): string {
  return readText(text, (item) => !Y.isDeleted(update.ds, item.id));
}

function readText(text: Y.Text, counts: (item: Y.Item) => boolean): string {
  let content = '';
  for (let item = text._start; item !== null; item = item.right) {
    if (item.content instanceof Y.ContentString && counts(item)) content += item.content.str;
  }
  return content;
}

/** What an element is known by, also one that has just been deleted. */
export function readDeletedId(map: Y.Map<unknown>, idKey: string): string {
  const content = map._map.get(idKey)?.content;
  const id = content instanceof Y.ContentAny ? content.arr.at(-1) : null;
  return typeof id === 'string' ? id : '';
}
