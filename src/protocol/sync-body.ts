import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { decodeStrictly } from './frames';

/**
 * The bodies of `POST …/sync`, the sync protocol over plain HTTP. Both are lib0 encodings without an envelope.
 */

/** What a caller has and brings. */
export interface SyncRequestBody {
  /** Yjs state vector of the caller; a caller without a document sends one of an empty document. */
  readonly stateVector: Uint8Array;
  /** Yjs update; empty when the caller brings nothing. */
  readonly update: Uint8Array;
}

/** What a caller gets. */
export interface SyncAnswerBody {
  /** Yjs update with all that the caller's state vector lacks. */
  readonly update: Uint8Array;
  /** Version of the document that the caller has after applying it. */
  readonly version: number;
}

export function encodeSyncRequest(body: SyncRequestBody): Uint8Array<ArrayBuffer> {
  return encoding.encode((encoder) => {
    encoding.writeVarUint8Array(encoder, body.stateVector);
    encoding.writeVarUint8Array(encoder, body.update);
  });
}

/**
 * Decodes the body of a request. The parts own their bytes, so either can be handed on alone.
 * @throws MalformedFrame when the bytes are not exactly one request.
 */
export function decodeSyncRequest(bytes: Uint8Array): SyncRequestBody {
  return decodeStrictly(bytes, (decoder) => ({
    stateVector: decoding.readVarUint8Array(decoder).slice(),
    update: decoding.readVarUint8Array(decoder).slice(),
  }));
}

export function encodeSyncAnswer(body: SyncAnswerBody): Uint8Array<ArrayBuffer> {
  return encoding.encode((encoder) => {
    encoding.writeVarUint8Array(encoder, body.update);
    encoding.writeVarUint(encoder, body.version);
  });
}

/**
 * Decodes the body of an answer.
 * @throws MalformedFrame when the bytes are not exactly one answer.
 */
export function decodeSyncAnswer(bytes: Uint8Array): SyncAnswerBody {
  return decodeStrictly(bytes, (decoder) => ({
    update: decoding.readVarUint8Array(decoder).slice(),
    version: decoding.readVarUint(decoder),
  }));
}
