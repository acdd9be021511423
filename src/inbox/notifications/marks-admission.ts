import * as Y from 'yjs';
import { decodeStateVectorStrictly, decodeUpdateStrictly } from '../../documents/update-decoding';
import type { ErrorCode, Outcome } from '../../protocol/codes';
import { MalformedFrame } from '../../protocol/frames';
import { inboxLimits as limits } from '../../protocol/limits';
import { changeOf, marksDocument, type TouchedMarks } from './marks-document';
import { correctTimes, faultOfMarks } from './marks-rules';

/** A marks document after an update was taken in. */
export interface Admitted {
  readonly doc: Y.Doc;
  /** What the update and its correction changed; null for nothing. */
  readonly update: Uint8Array | null;
  readonly touched: TouchedMarks;
}

/**
 * Applies what a device sent to a copy of the marks, and looks at the whole: one that breaks a rule changes nothing (M4). `latestMs`: no time
 * of a mark is later (M5).
 */
export function admitUpdate(
  current: Y.Doc,
  update: Uint8Array,
  { random, latestMs }: { readonly random: () => number; readonly latestMs: number },
): Outcome<Admitted> {
  if (update.byteLength > limits.maxMarksUpdateBytes) return refused('too-large', 'The update of the marks is too large.');
  if (!isWellFormed(update)) return refused('malformed', 'This is no Yjs update.');
  const doc = marksDocument([Y.encodeStateAsUpdate(current)], random);
  try {
    const change = changeOf(doc, () => {
      Y.applyUpdate(doc, update);
      doc.transact(() => correctTimes(doc, latestMs));
    });
    const fault = faultOf(doc);
    if (fault === null) return { ok: true, value: { doc, ...change } };
    doc.destroy();
    return fault;
  } catch (error) {
    doc.destroy();
    // Structs that decode, and fit nowhere: Yjs throws in the midst of them. The copy is thrown away.
    if (error instanceof Error) return refused('malformed', 'The update cannot be applied.');
    throw error;
  }
}

/** Whether bytes are a state vector. */
export function decodeMarksStateVector(bytes: Uint8Array): boolean {
  return decodes(() => decodeStateVectorStrictly(bytes));
}

function faultOf(doc: Y.Doc): { ok: false; refusal: { code: ErrorCode; detail: string } } | null {
  const { pendingStructs, pendingDs } = doc.store;
  if (pendingStructs !== null || pendingDs !== null) {
    return refused('missing-dependency', 'The update builds on marks that are not here.');
  }
  const fault = faultOfMarks(doc);
  if (fault !== null) return refused('invalid', fault);
  const isFull = Y.encodeStateAsUpdate(doc).byteLength > limits.maxMarksBytes;
  return isFull ? refused('too-large', 'There is no room for more marks.') : null;
}

/** Whether an update decodes as a whole, within the bounds that those of documents have (S4), and leaves nothing out. */
function isWellFormed(update: Uint8Array): boolean {
  return decodes(() => decodeUpdateStrictly(update).structs.every((struct) => !(struct instanceof Y.Skip)));
}

/** Whether something decodes; false too where `decode` answers it. */
function decodes(decode: () => unknown): boolean {
  try {
    return decode() !== false;
  } catch (error) {
    if (error instanceof MalformedFrame) return false;
    throw error;
  }
}

function refused(code: ErrorCode, detail: string) {
  return { ok: false, refusal: { code, detail } } as const;
}
