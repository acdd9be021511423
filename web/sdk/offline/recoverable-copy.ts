import * as Y from 'yjs';
import type { ErrorCode } from '../../../src/protocol/codes';
import { fragmentsOf } from './fragments';

/** Edits that the server would not take, kept for the person who made them. */
export interface RecoverableCopy {
  /** The same for the same edits, when they are taken again because the program ended before their document was removed. */
  readonly id: string;
  /** The document they were made in, as the device knows it: a trip's id, else `event/<id>` or `calendar/<id>`. */
  readonly document: string;
  /** Title of the document when the copy was taken. */
  readonly title: string;
  /** Why the server did not take them. */
  readonly reason: ErrorCode;
  readonly takenAtMs: number;
  /** How many edits are in it. */
  readonly edits: number;
  /** The words typed here that the server does not have, one entry for each place. */
  readonly fragments: readonly string[];
  /** The whole discarded document, as a Yjs update. */
  readonly update: Uint8Array;
}

/** What a copy is taken of. */
export interface CopySource extends Pick<RecoverableCopy, 'document' | 'title' | 'reason' | 'edits'> {
  /** What the server does not have, as Yjs updates. */
  readonly updates: readonly Uint8Array[];
  /** The Yjs client ids under which this person made the edits: what others wrote is not theirs to recover. */
  readonly clients: ReadonlySet<number>;
  /** The document that is going to be discarded. */
  readonly doc: Y.Doc;
}

/** Takes a copy of edits before their document is discarded. */
export function takeCopy({ updates, clients, doc, ...about }: CopySource, nowMs: number = Date.now()): RecoverableCopy {
  return {
    ...about,
    id: nameOf(clients, doc),
    takenAtMs: nowMs,
    fragments: fragmentsOf(updates, clients, doc),
    update: Y.encodeStateAsUpdate(doc),
  };
}

/** Yjs client ids are random, and their clocks count what was made under them. */
function nameOf(clients: ReadonlySet<number>, doc: Y.Doc): string {
  const clocks = [...clients].toSorted((a, b) => a - b).map((client) => `${client}:${Y.getState(doc.store, client)}`);
  return clocks.join(' ');
}
