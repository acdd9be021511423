import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/**
 * How to say the same things to each server. All of them speak y-protocols; Hocuspocus puts the document's name before
 * each frame and wants a greeting, TripTrip's SDK sends a token and numbers its updates.
 *
 * A dialect has
 * - `greeting`: frames to send before anything else,
 * - `awaitsSession`: whether the server says so when it has taken the greeting; before, it takes nothing else,
 * - `joins`: whether there is somebody to sync with; the floor has no document,
 * - `sync(type, payload)` and `awareness(payload)`, which build frames,
 * - `read(frame)`: `{ type: 'step1' | 'step2' | 'update' | 'awareness' | 'session' | 'saved' | 'refused' | 'other', payload }`.
 */

const syncTypes = { step1: 0, step2: 1, update: 2 };
const syncNames = ['step1', 'step2', 'update'];

/** The dialect of one person's connection, as `openRoom` answers it. */
export function dialectOf({ dialect, room, token }) {
  switch (dialect) {
    case 'sdk':
      return sdkDialect(token);
    case 'hocuspocus':
      return hocuspocusDialect(room);
    case 'floor':
      return floorDialect();
    default:
      return yjsDialect();
  }
}

function yjsDialect() {
  return {
    greeting: [],
    awaitsSession: false,
    joins: true,
    sync: (type, payload) => frame((encoder) => writeSync(encoder, type, payload)),
    awareness: (payload) => frame((encoder) => writeAwareness(encoder, payload)),
    read: (bytes) => readYjs(decoding.createDecoder(bytes)),
  };
}

/** y-protocols among clients only: the floor passes frames on and answers none. */
function floorDialect() {
  return { ...yjsDialect(), joins: false };
}

function sdkDialect(token) {
  let n = 0;
  return {
    ...yjsDialect(),
    awaitsSession: true,
    greeting: [
      frame((encoder) => {
        encoding.writeVarUint(encoder, 102);
        encoding.writeVarString(encoder, token);
      }),
    ],
    sync: (type, payload) =>
      frame((encoder) => {
        writeSync(encoder, type, payload);
        if (type !== 'step1') encoding.writeVarUint(encoder, ++n);
      }),
  };
}

function hocuspocusDialect(room) {
  const addressed = (write) =>
    frame((encoder) => {
      encoding.writeVarString(encoder, room);
      write(encoder);
    });
  return {
    awaitsSession: false,
    joins: true,
    greeting: [
      addressed((encoder) => {
        encoding.writeVarUint(encoder, 2);
        encoding.writeVarUint(encoder, 0);
        encoding.writeVarString(encoder, 'token');
      }),
    ],
    sync: (type, payload) => addressed((encoder) => writeSync(encoder, type, payload)),
    awareness: (payload) => addressed((encoder) => writeAwareness(encoder, payload)),
    read: (bytes) => {
      const decoder = decoding.createDecoder(bytes);
      decoding.readVarString(decoder);
      return readYjs(decoder);
    },
  };
}

function frame(write) {
  return encoding.encode(write);
}

function writeSync(encoder, type, payload) {
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, syncTypes[type]);
  encoding.writeVarUint8Array(encoder, payload);
}

function writeAwareness(encoder, payload) {
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint8Array(encoder, payload);
}

function readYjs(decoder) {
  const type = decoding.readVarUint(decoder);
  // 4 is Hocuspocus' answer to a sync message, otherwise the same as 0.
  if (type === 0 || type === 4) {
    return { type: syncNames[decoding.readVarUint(decoder)], payload: decoding.readVarUint8Array(decoder) };
  }
  if (type === 1) return { type: 'awareness', payload: decoding.readVarUint8Array(decoder) };
  if (type === 100) return { type: 'saved', payload: null };
  if (type === 103) return { type: 'session', payload: null };
  if (type === 101) return { type: 'refused', payload: null };
  return { type: 'other', payload: null };
}

/** One person's state as an awareness update. */
export function encodeState(clientId, clock, state) {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, clientId);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, JSON.stringify(state));
  });
}

/** The entries of an awareness update: `[clientId, state | null]`. */
export function decodeStates(payload) {
  const decoder = decoding.createDecoder(payload);
  const states = [];
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const clientId = decoding.readVarUint(decoder);
    decoding.readVarUint(decoder);
    states.push([clientId, JSON.parse(decoding.readVarString(decoder))]);
  }
  return states;
}
