import fc from 'fast-check';
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { encodeDeletes, StateSummary } from '../../../src/documents/state-summary';
import { decodeStateVectorStrictly, decodeUpdateStrictly } from '../../../src/documents/update-decoding';
import { examineUpdate } from '../../../src/documents/update-facts';
import { MalformedFrame } from '../../../src/protocol/frames';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { seededRandom } from '../../support/engine-harness';

interface Step {
  readonly author: number;
  readonly kind: number;
  readonly at: number;
  readonly receives: boolean;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ author: fc.nat({ max: 2 }), kind: fc.nat({ max: 5 }), at: fc.nat({ max: 40 }), receives: fc.boolean() }),
  { minLength: 3, maxLength: 30 },
);

function edit(doc: Y.Doc, kind: number, at: number): void {
  const text = doc.getText('t');
  const list = doc.getArray<unknown>('l');
  if (kind === 0 && text.length > 0) text.delete(at % text.length, 1);
  else if (kind === 1 && list.length > 0) list.delete(at % list.length, 1);
  else if (kind === 2) list.insert(at % (list.length + 1), [new Y.Map([['k', at]])]);
  else if (kind === 3) doc.getMap('m').set(`k${at % 4}`, at);
  else if (kind === 4 && text.length > 0) text.format(at % text.length, 1, { bold: at % 2 === 0 ? true : null });
  else text.insert(at % (text.length + 1), 'ab');
}

/** The updates that three people make who hear of each other now and then, in an order that has no gaps. */
function updatesOf(script: readonly Step[]): Uint8Array[] {
  const updates: Uint8Array[] = [];
  const authors = [1, 2, 3].map((id) => {
    const doc = new Y.Doc();
    doc.clientID = id;
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === null) updates.push(update);
    });
    return doc;
  });
  for (const { author, kind, at, receives } of script) {
    const doc = authors[author] as Y.Doc;
    if (receives) for (const update of updates) Y.applyUpdate(doc, update, 'other');
    edit(doc, kind, at);
  }
  return updates;
}

/** What Yjs itself makes of an update: whether something stays pending, and whether the document changes. */
function applied(doc: Y.Doc, update: Uint8Array): { missing: boolean; hasEffect: boolean } {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const before = Y.snapshot(copy);
  Y.applyUpdate(copy, update);
  const missing = copy.store.pendingStructs !== null || copy.store.pendingDs !== null;
  return { missing, hasEffect: !Y.equalSnapshots(before, Y.snapshot(copy)) };
}

describe('facts of an update', () => {
  it('[S5][W8] say of any update what Yjs would do with it', () => {
    fc.assert(
      fc.property(steps, fc.nat(), fc.nat(), (script, seed, which) => {
        const updates = updatesOf(script);
        fc.pre(updates.length > 0);
        const random = seededRandom(seed);
        const doc = new Y.Doc();
        // Some of them, in order: what depends on the others is not applied.
        for (const update of updates) {
          if (random() < 0.6 && !applied(doc, update).missing) Y.applyUpdate(doc, update);
        }
        const candidates = [...updates, Y.mergeUpdates(updates.filter(() => random() < 0.5))];
        const update = candidates[which % candidates.length] as Uint8Array;
        const facts = examineUpdate(doc, decodeUpdateStrictly(update));
        const truth = applied(doc, update);
        expect(facts.missing).toBe(truth.missing);
        if (!truth.missing) expect(facts.hasEffect).toBe(truth.hasEffect);
      }),
      { numRuns: 400 },
    );
  });

  it('[I1] name the clients of whom it brings new structs', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (script, cut) => {
        const updates = updatesOf(script);
        const known = cut % (updates.length + 1);
        const doc = new Y.Doc();
        for (const update of updates.slice(0, known)) Y.applyUpdate(doc, update);
        const full = new Y.Doc();
        for (const update of updates) Y.applyUpdate(full, update);
        const expected = [...full.store.clients.keys()].filter((id) => Y.getState(full.store, id) > Y.getState(doc.store, id));
        const facts = examineUpdate(doc, decodeUpdateStrictly(Y.encodeStateAsUpdate(full)));
        expect([...facts.freshClients].sort()).toEqual(expected.sort());
      }),
      { numRuns: 200 },
    );
  });

  it('[I3] count the length of new structs without content, once they are new', () => {
    const doc = new Y.Doc();
    doc.getText('t').insert(0, 'abcdef');
    doc.getText('t').delete(1, 3);
    const update = decodeUpdateStrictly(Y.encodeStateAsUpdate(doc));
    expect(examineUpdate(new Y.Doc(), update)).toMatchObject({ occupiedLength: 3, hasEffect: true });
    expect(examineUpdate(doc, update)).toMatchObject({ occupiedLength: 0, hasEffect: false, freshStructs: 0 });
  });
});

describe('the summary of a stored document', () => {
  it('[S3] covers an update exactly when it would change nothing', () => {
    fc.assert(
      fc.property(steps, fc.nat(), fc.nat(), fc.nat(), (script, cut, checkpointAt, which) => {
        const updates = updatesOf(script);
        fc.pre(updates.length > 0);
        const known = updates.slice(0, 1 + (cut % updates.length));
        const doc = new Y.Doc();
        const summary = new StateSummary();
        // A row is what the document says of an update: deletes that follow from it are in it.
        let row: Uint8Array = Uint8Array.of(0, 0);
        doc.on('update', (emitted: Uint8Array) => {
          row = emitted;
        });
        known.forEach((update, index) => {
          row = Uint8Array.of(0, 0);
          Y.applyUpdate(doc, update);
          if (index === checkpointAt % known.length) {
            summary.start(Y.decodeStateVector(Y.encodeStateVector(doc)), () => Y.decodeUpdate(encodeDeletes(doc)));
          }
          if (index > checkpointAt % known.length) summary.fold(Y.decodeUpdate(row));
        });
        const candidates = [...updates, Y.encodeStateAsUpdate(doc), encodeDeletes(doc), Y.mergeUpdates(updates)];
        const update = candidates[which % candidates.length] as Uint8Array;
        const { missing, hasEffect } = applied(doc, update);
        expect(summary.covers(Y.decodeUpdate(update))).toBe(!missing && !hasEffect);
        expect(Y.decodeStateVector(summary.encodeStateVector())).toEqual(Y.decodeStateVector(Y.encodeStateVector(doc)));
      }),
      { numRuns: 400 },
    );
  });
});

describe('decoding', () => {
  it('[S4] of an update cut off anywhere fails', () => {
    const doc = new Y.Doc();
    doc.getText('t').insert(0, '東京', { bold: true });
    doc.getMap('m').set('k', { a: [1, null, 'x'] });
    doc.getText('t').delete(0, 1);
    const update = Y.encodeStateAsUpdate(doc);
    for (let length = 0; length < update.length; length++) {
      expect(() => decodeUpdateStrictly(update.slice(0, length)), `${length} bytes`).toThrow(MalformedFrame);
    }
  });

  it('[S4] of any bytes succeeds or is malformed, nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (junk) => {
        for (const decode of [decodeUpdateStrictly, decodeStateVectorStrictly]) onlyMalformed(() => decode(junk));
      }),
      { numRuns: 3_000 },
    );
  });

  it('[S4] of an update with flipped bytes succeeds or is malformed, nothing else, and what succeeds can be examined', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }), (script, flips) => {
        const update = Y.mergeUpdates(updatesOf(script));
        for (const [at, value] of flips) update[at % update.length] = value;
        onlyMalformed(() => examineUpdate(new Y.Doc(), decodeUpdateStrictly(update)));
      }),
      { numRuns: 500 },
    );
  });

  const varUints = (...values: readonly (number | Uint8Array)[]): Uint8Array =>
    encoding.encode((encoder) => {
      for (const value of values) {
        if (typeof value === 'number') encoding.writeVarUint(encoder, value);
        else encoding.writeUint8Array(encoder, value);
      }
    });

  it.each<[string, Uint8Array]>([
    ['clients', varUints(2 ** 31)],
    ['structs', varUints(1, 2 ** 31, 1, 0)],
    ['deletes', varUints(0, 1, 1, 2 ** 31)],
    ['clients in the delete set', varUints(0, 2 ** 40)],
  ])('[S4] of an absurd number of %s fails at once', (_, update) => {
    const startMs = performance.now();
    expect(() => decodeUpdateStrictly(update)).toThrow(MalformedFrame);
    expect(performance.now() - startMs).toBeLessThan(1_000);
  });

  it.each<[string, Uint8Array]>([
    ['a struct without a length', varUints(1, 1, 7, 0, Uint8Array.of(0), 0, 0)],
    ['an unknown kind of content', varUints(1, 1, 7, 0, Uint8Array.of(31), 1, 1, 116, 0)],
    ['deletes that go back', varUints(0, 1, 7, 2, 5, 1, 0, 1)],
    ['deletes that overlap', varUints(0, 1, 7, 2, 0, 3, 2, 1)],
    ['deletes of a client that comes twice', varUints(0, 2, 7, 1, 0, 3, 7, 1, 0, 3)],
  ])('[S4] of %s fails', (_, update) => {
    expect(() => decodeUpdateStrictly(update)).toThrow(MalformedFrame);
  });

  it('[L1][S4] goes on to the largest number of structs and of deletes, and no further', () => {
    const { maxUpdateStructs } = limits;
    const nothing = (count: number): Uint8Array => new Uint8Array(2 * count).map((_, index) => index % 2);
    const deletes = (count: number): Uint8Array =>
      encoding.encode((encoder) => {
        for (let at = 0; at < count; at++) for (const value of [2 * at, 1]) encoding.writeVarUint(encoder, value);
      });
    const most = varUints(
      1,
      maxUpdateStructs,
      7,
      0,
      nothing(maxUpdateStructs),
      1,
      7,
      maxUpdateStructs,
      deletes(maxUpdateStructs),
    );
    expect(decodeUpdateStrictly(most).structs).toHaveLength(maxUpdateStructs);
    // Both say that there is more to come, and end with the one too many: who reads on finds that they are cut off.
    const structs = varUints(1, 2 * maxUpdateStructs, 7, 0, nothing(maxUpdateStructs + 1));
    expect(() => decodeUpdateStrictly(structs)).toThrow('update has too many structs');
    const ranges = varUints(0, 1, 7, 2 * maxUpdateStructs, deletes(maxUpdateStructs + 1));
    expect(() => decodeUpdateStrictly(ranges)).toThrow('update has too many deletes');
  });

  it('[S4] of all that Yjs encodes, merges and takes apart succeeds', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (script, seed) => {
        const updates = updatesOf(script);
        fc.pre(updates.length > 0);
        const random = seededRandom(seed);
        const some = (): Uint8Array[] => updates.filter(() => random() < 0.5).sort(() => random() - 0.5);
        const [one, other, third] = [Y.mergeUpdates(some()), Y.mergeUpdates(some()), Y.mergeUpdates(some())];
        // With gaps: some of it stays pending, and is in what the document encodes.
        const doc = new Y.Doc();
        for (const update of [one, other]) Y.applyUpdate(doc, update);
        const known = Y.encodeStateVectorFromUpdate(third);
        const encoded = [Y.mergeUpdates([one, third, other]), Y.diffUpdate(one, known), Y.encodeStateAsUpdate(doc)];
        for (const update of [...updates, one, ...encoded, Y.encodeStateAsUpdate(doc, known)]) {
          expect(() => decodeUpdateStrictly(update)).not.toThrow();
        }
      }),
      { numRuns: 400 },
    );
  });

  it('[S4] of JSON that nests absurdly deep fails, of what people write succeeds', () => {
    const nested = (depth: number): Uint8Array => {
      let value: unknown = 1;
      for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
      const doc = new Y.Doc();
      doc.getMap('m').set('k', value);
      return Y.encodeStateAsUpdate(doc);
    };
    expect(() => decodeUpdateStrictly(nested(20))).not.toThrow();
    for (const depth of [100, 2_000]) expect(() => decodeUpdateStrictly(nested(depth))).toThrow(MalformedFrame);
  });
});

function onlyMalformed(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedFrame);
  }
}
