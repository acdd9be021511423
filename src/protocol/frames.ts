import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { ErrorCode } from './codes';
import type {
  ConflictMessage,
  EventChangedMessage,
  LocksMessage,
  MembersMessage,
  NoticeMessage,
  SessionMessage,
} from './messages';

export type {
  ConflictMessage,
  EventChangedMessage,
  LocksMessage,
  MembersMessage,
  NoticeMessage,
  SessionMessage,
} from './messages';

/**
 * The binary frames of a document socket. Types 0 to 3 are y-protocols, so a stock y-websocket client
 * understands them; types from 100 on are TripTrip's own and go only to sessions that announced our SDK.
 */
export const frameTypes = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  saved: 100,
  refused: 101,
  token: 102,
  session: 103,
  notice: 104,
  members: 105,
  eventChanged: 106,
  locks: 107,
  conflict: 108,
} as const;

export const syncTypes = { step1: 0, step2: 1, update: 2 } as const;

/** A frame that a client may send. */
export type ClientFrame =
  | { readonly type: 'step1'; readonly stateVector: Uint8Array }
  /** `n` is the SDK's running number of the frame; stock clients send none. */
  | { readonly type: 'step2' | 'update'; readonly update: Uint8Array; readonly n: number | null }
  | { readonly type: 'awareness'; readonly payload: Uint8Array }
  | { readonly type: 'queryAwareness' }
  /** A token, or a ticket in its place. */
  | { readonly type: 'token'; readonly token: string };

/** A frame that the server may send. */
export type ServerFrame =
  | { readonly type: 'step1'; readonly stateVector: Uint8Array }
  | { readonly type: 'step2' | 'update'; readonly update: Uint8Array }
  | { readonly type: 'awareness'; readonly payload: Uint8Array }
  | { readonly type: 'denied'; readonly reason: string }
  | { readonly type: 'saved'; readonly n: number; readonly version: number }
  | { readonly type: 'refused'; readonly n: number; readonly code: ErrorCode }
  | { readonly type: 'session'; readonly message: SessionMessage }
  | { readonly type: 'notice'; readonly message: NoticeMessage }
  | { readonly type: 'members'; readonly message: MembersMessage }
  | { readonly type: 'eventChanged'; readonly message: EventChangedMessage }
  | { readonly type: 'locks'; readonly message: LocksMessage }
  | { readonly type: 'conflict'; readonly message: ConflictMessage };

/** Thrown by the decoders for bytes that are not a frame. */
export class MalformedFrame extends Error {
  override readonly name = 'MalformedFrame';
}

/** Runs a decoder, turning whatever lib0 throws at bad bytes into {@link MalformedFrame}. */
export function decodeStrictly<T>(bytes: Uint8Array, read: (decoder: decoding.Decoder) => T): T {
  const decoder = decoding.createDecoder(bytes);
  let value: T;
  try {
    value = read(decoder);
  } catch (error) {
    if (error instanceof MalformedFrame) throw error;
    throw new MalformedFrame('frame is truncated or holds an absurd number', { cause: error });
  }
  if (decoding.hasContent(decoder)) throw new MalformedFrame('frame has bytes after its end');
  return value;
}

const textDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** lib0's `readVarString` takes malformed UTF-8 silently; this does not. */
export function readText(decoder: decoding.Decoder): string {
  return textDecoder.decode(decoding.readVarUint8Array(decoder));
}

/**
 * Decodes one frame of a client.
 * @throws MalformedFrame when the bytes are not exactly one known frame (PROTOCOL.md F2).
 */
export function decodeClientFrame(bytes: Uint8Array): ClientFrame {
  return decodeStrictly(bytes, (decoder): ClientFrame => {
    const type = decoding.readVarUint(decoder);
    switch (type) {
      case frameTypes.sync:
        return readSync(decoder);
      case frameTypes.awareness:
        return { type: 'awareness', payload: decoding.readVarUint8Array(decoder) };
      case frameTypes.queryAwareness:
        return { type: 'queryAwareness' };
      case frameTypes.token:
        return { type: 'token', token: readText(decoder) };
      default:
        throw new MalformedFrame(`clients do not send frames of type ${type}`);
    }
  });
}

function readSync(decoder: decoding.Decoder): ClientFrame {
  const type = decoding.readVarUint(decoder);
  const payload = decoding.readVarUint8Array(decoder);
  if (type === syncTypes.step1) return { type: 'step1', stateVector: payload };
  if (type !== syncTypes.step2 && type !== syncTypes.update) throw new MalformedFrame(`unknown sync message ${type}`);
  const n = decoding.hasContent(decoder) ? decoding.readVarUint(decoder) : null;
  return { type: type === syncTypes.step2 ? 'step2' : 'update', update: payload, n };
}

/** Encodes one frame of a client; the SDK's and the tests' half of {@link decodeClientFrame}. */
export function encodeClientFrame(frame: ClientFrame): Uint8Array {
  return encoding.encode((encoder) => {
    switch (frame.type) {
      case 'step1':
        return writeSync(encoder, syncTypes.step1, frame.stateVector);
      case 'step2':
      case 'update':
        writeSync(encoder, syncTypes[frame.type], frame.update);
        if (frame.n !== null) encoding.writeVarUint(encoder, frame.n);
        return;
      case 'awareness':
        return writeBytes(encoder, frameTypes.awareness, frame.payload);
      case 'queryAwareness':
        return encoding.writeVarUint(encoder, frameTypes.queryAwareness);
      case 'token':
        encoding.writeVarUint(encoder, frameTypes.token);
        return encoding.writeVarString(encoder, frame.token);
    }
  });
}

/** Encodes one frame of the server. */
export function encodeServerFrame(frame: ServerFrame): Uint8Array {
  return encoding.encode((encoder) => {
    switch (frame.type) {
      case 'step1':
        return writeSync(encoder, syncTypes.step1, frame.stateVector);
      case 'step2':
      case 'update':
        return writeSync(encoder, syncTypes[frame.type], frame.update);
      case 'awareness':
        return writeBytes(encoder, frameTypes.awareness, frame.payload);
      case 'denied':
        encoding.writeVarUint(encoder, frameTypes.auth);
        encoding.writeVarUint(encoder, 0);
        return encoding.writeVarString(encoder, frame.reason);
      case 'saved':
        encoding.writeVarUint(encoder, frameTypes.saved);
        encoding.writeVarUint(encoder, frame.n);
        return encoding.writeVarUint(encoder, frame.version);
      case 'refused':
        encoding.writeVarUint(encoder, frameTypes.refused);
        encoding.writeVarUint(encoder, frame.n);
        return encoding.writeVarString(encoder, frame.code);
      case 'session':
      case 'notice':
      case 'members':
      case 'eventChanged':
      case 'locks':
      case 'conflict':
        encoding.writeVarUint(encoder, frameTypes[frame.type]);
        return encoding.writeVarString(encoder, JSON.stringify(frame.message));
    }
  });
}

/**
 * Decodes one frame of the server; the SDK's and the tests' half of {@link encodeServerFrame}.
 * A type that this version does not know is null: a newer server may say more (PROTOCOL.md F5).
 * @throws MalformedFrame when the bytes are not one frame.
 */
export function decodeServerFrame(bytes: Uint8Array): ServerFrame | null {
  if (bytes.length > 0 && !isKnownServerType(bytes)) return null;
  return decodeStrictly(bytes, (decoder): ServerFrame => {
    const type = decoding.readVarUint(decoder);
    switch (type) {
      case frameTypes.sync: {
        const frame = readSync(decoder);
        if (frame.type === 'step1') return frame;
        if (frame.type === 'step2' || frame.type === 'update') return { type: frame.type, update: frame.update };
        throw new MalformedFrame('not a sync frame');
      }
      case frameTypes.awareness:
        return { type: 'awareness', payload: decoding.readVarUint8Array(decoder) };
      case frameTypes.auth:
        decoding.readVarUint(decoder);
        return { type: 'denied', reason: readText(decoder) };
      case frameTypes.saved:
        return { type: 'saved', n: decoding.readVarUint(decoder), version: decoding.readVarUint(decoder) };
      case frameTypes.refused:
        return { type: 'refused', n: decoding.readVarUint(decoder), code: readText(decoder) as ErrorCode };
      case frameTypes.session:
        return { type: 'session', message: JSON.parse(readText(decoder)) as SessionMessage };
      case frameTypes.notice:
        return { type: 'notice', message: JSON.parse(readText(decoder)) as NoticeMessage };
      case frameTypes.members:
        return { type: 'members', message: JSON.parse(readText(decoder)) as MembersMessage };
      case frameTypes.eventChanged:
        return { type: 'eventChanged', message: JSON.parse(readText(decoder)) as EventChangedMessage };
      case frameTypes.locks:
        return { type: 'locks', message: JSON.parse(readText(decoder)) as LocksMessage };
      case frameTypes.conflict:
        return { type: 'conflict', message: JSON.parse(readText(decoder)) as ConflictMessage };
      default:
        throw new MalformedFrame(`servers do not send frames of type ${type}`);
    }
  });
}

const serverTypes: ReadonlySet<number> = new Set([
  frameTypes.sync,
  frameTypes.awareness,
  frameTypes.auth,
  frameTypes.saved,
  frameTypes.refused,
  frameTypes.session,
  frameTypes.notice,
  frameTypes.members,
  frameTypes.eventChanged,
  frameTypes.locks,
  frameTypes.conflict,
]);

function isKnownServerType(bytes: Uint8Array): boolean {
  // Every known type fits one byte; a first byte of 128 or more starts a longer, unknown number.
  return serverTypes.has(bytes[0] as number);
}

function writeSync(encoder: encoding.Encoder, type: number, payload: Uint8Array): void {
  encoding.writeVarUint(encoder, frameTypes.sync);
  encoding.writeVarUint(encoder, type);
  encoding.writeVarUint8Array(encoder, payload);
}

function writeBytes(encoder: encoding.Encoder, type: number, payload: Uint8Array): void {
  encoding.writeVarUint(encoder, type);
  encoding.writeVarUint8Array(encoder, payload);
}
