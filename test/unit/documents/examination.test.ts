import * as encoding from 'lib0/encoding';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { type Examination, examine } from '../../../src/documents/examination';
import { createDoc } from '../../../src/documents/layout';
import { tripSchema } from '../../../src/documents/trip';
import { decodeUpdateStrictly } from '../../../src/documents/update-decoding';

const client = 55;

afterEach(() => {
  vi.restoreAllMocks();
});

/** An update of one client: so many times what `write` writes, which is given the number. */
function updateOf(count: number, structsEach: number, write: (encoder: encoding.Encoder, index: number) => void): Uint8Array {
  return encoding.encode((encoder) => {
    for (const value of [1, count * structsEach, client, 0]) encoding.writeVarUint(encoder, value);
    for (let index = 0; index < count; index++) write(encoder, index);
    encoding.writeVarUint(encoder, 0);
  });
}

/** A struct that takes a clock and is nothing, then a letter at the begin of the notes. */
function nothingAndLetters(count: number): Uint8Array {
  return updateOf(count, 2, (encoder) => {
    for (const byte of [0, 1, 4, 1]) encoding.writeUint8(encoder, byte);
    encoding.writeVarString(encoder, 'notes');
    encoding.writeVarString(encoder, 'x');
  });
}

/** One key set again and again; nothing says that the former values are gone. */
function valuesOfOneKey(count: number): Uint8Array {
  return updateOf(count, 1, (encoder, index) => {
    encoding.writeUint8(encoder, 8 | 0x20 | (index > 0 ? 0x80 : 0));
    if (index > 0) {
      for (const value of [client, index - 1]) encoding.writeVarUint(encoder, value);
    } else {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, 'details');
      encoding.writeVarString(encoder, 'destination');
    }
    encoding.writeVarUint(encoder, 1);
    encoding.writeAny(encoder, `Place ${index}`);
  });
}

/** Examines an update, and counts how often an id of what it brings is asked for meanwhile. */
function examined(bytes: Uint8Array): { examination: Examination; reads: number } {
  const doc = createDoc(tripSchema);
  const update = decodeUpdateStrictly(bytes);
  let examination: Examination | null = null;
  let reads = 0;
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    for (const struct of update.structs) {
      const { id } = struct;
      const read = (): Y.ID => {
        reads++;
        return id;
      };
      Object.defineProperty(struct, 'id', { get: read });
    }
    const lastIds = vi.spyOn(Y.Item.prototype, 'lastId', 'get');
    examination = examine(tripSchema, transaction, update);
    reads += lastIds.mock.calls.length;
    lastIds.mockRestore();
  });
  Y.applyUpdate(doc, bytes);
  if (examination === null) throw new Error('nothing was examined');
  return { examination, reads };
}

describe('the examination of an update', () => {
  it.each<[string, (count: number) => Uint8Array]>([
    ['structs that are nothing, among others', nothingAndLetters],
    ['values of one key', valuesOfOneKey],
  ])('[S4] of many %s costs no more for each of them than of few', (_, write) => {
    const [few, many] = [100, 1_000].map((count) => examined(write(count)).reads / count) as [number, number];
    expect(many).toBeLessThanOrEqual(few * 1.1);
  });

  it('[R6] of values of one key knows that each was built on the one before', () => {
    const [write] = examined(valuesOfOneKey(50)).examination.keyWrites;
    expect(write).toMatchObject({ key: 'destination', concurrent: false, written: { value: 'Place 49' } });
  });
});
