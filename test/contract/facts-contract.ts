import { describe, expect } from 'vitest';
import { bound, type Check, checkpoint, facts, rows } from './contract-document';

/** The contract of everything small that a document keeps. */
export function describeFacts(name: string, check: Check): void {
  describe(`${name}: facts, members, replicas, replacements, absences`, () => {
    check('facts are kept and changed one by one', (open) => {
      const { meta, transact } = bound(open());
      expect(meta.read()).toEqual(facts);
      transact(() => meta.update({ projectionWanted: 3 }));
      transact(() => meta.update({ deletedAtMs: 5_000 }));
      expect(open().meta.read()).toEqual({ ...facts, projectionWanted: 3, deletedAtMs: 5_000 });
    });

    check('members stand in the order in which they joined, a changed one where it was', (open) => {
      const { members, transact } = bound(open());
      const anna = { id: 'zz', name: 'Anna', avatar: null, role: 'owner' } as const;
      const ben = { id: 'aa', name: 'Ben', avatar: 'https://example.com/b.png', role: 'editor' } as const;
      transact(() => {
        members.put(anna);
        members.put(ben);
        members.put({ ...anna, name: 'Anna B.' });
      });
      expect(open().members.all()).toEqual([{ ...anna, name: 'Anna B.' }, ben]);
      transact(() => members.remove('zz'));
      expect(open().members.all()).toEqual([ben]);
    });

    check('[I1] a client id is bound once, until it is forgotten unused', (open) => {
      const { replicas, transact } = bound(open());
      const highest = 2 ** 32 - 1;
      transact(() => {
        replicas.bind(highest, 'anna', 100);
        replicas.bind(highest, 'ben', 200);
        replicas.bind(2, 'ben', 100);
        replicas.bind(3, 'chloe', 300);
      });
      expect([highest, 2, 3, 4].map((client) => open().replicas.owner(client))).toEqual(['anna', 'ben', 'chloe', null]);
      transact(() => replicas.forgetUnused(250, (client) => client === 2));
      expect([highest, 2, 3].map((client) => open().replicas.owner(client))).toEqual([null, 'ben', 'chloe']);
    });

    check('[R4] replacements are kept until their element is gone', (open) => {
      const { replacements, transact } = bound(open());
      const of = (clock: number, element: string) => ({ client: 5, clock, element, serverClock: clock + 10 });
      transact(() => {
        for (const replacement of [of(0, 'a'), of(1, 'b'), of(2, 'a')]) replacements.add(replacement);
      });
      expect(open().replacements.all()).toEqual([of(0, 'a'), of(1, 'b'), of(2, 'a')]);
      transact(() => replacements.removeElement('a'));
      expect(open().replacements.all()).toEqual([of(1, 'b')]);
    });

    check('[P7] an absence is kept until it is removed', (open) => {
      const { absences, transact } = bound(open());
      const absence = { client: 9, person: 'anna', state: '{"user":{"name":"葵"}}', untilMs: 50 };
      transact(() => absences.put({ ...absence, untilMs: 10 }));
      transact(() => absences.put(absence));
      expect(open().absences.all()).toEqual([absence]);
      transact(() => absences.remove(9));
      expect(open().absences.all()).toEqual([]);
    });

    check('a failed transaction changes none of them', (open) => {
      const storage = open();
      expect(() =>
        storage.transact(() => {
          storage.meta.update({ projectionWanted: 9 });
          storage.members.put({ id: 'x', name: 'X', avatar: null, role: 'viewer' });
          storage.replicas.bind(1, 'x', 1);
          storage.replacements.add({ client: 1, clock: 1, element: 'x', serverClock: 1 });
          storage.absences.put({ client: 1, person: 'x', state: '{}', untilMs: 1 });
          throw new Error('disk full');
        }),
      ).toThrow('disk full');
      for (const found of [storage, open()]) {
        expect(found.meta.read()).toEqual(facts);
        expect(found.members.all()).toEqual([]);
        expect(found.replicas.owner(1)).toBeNull();
        expect(found.replacements.all()).toEqual([]);
        expect(found.absences.all()).toEqual([]);
      }
    });

    check('a purge leaves only the facts', (open) => {
      const storage = open();
      storage.transact(() => {
        storage.log.append(rows(1, 3));
        storage.members.put({ id: 'x', name: 'X', avatar: null, role: 'viewer' });
        storage.replicas.bind(1, 'x', 1);
        storage.absences.put({ client: 1, person: 'x', state: '{}', untilMs: 1 });
      });
      storage.transact(() => storage.log.compact(checkpoint(2)));
      storage.transact(() => storage.meta.purge());
      for (const found of [storage, open()]) {
        expect(found.log.rows(0, 9)).toEqual([]);
        expect(found.log.checkpoint()).toBeNull();
        expect(found.log.storedBytes()).toBe(0);
        expect(found.members.all()).toEqual([]);
        expect(found.replicas.owner(1)).toBeNull();
        expect(found.absences.all()).toEqual([]);
        expect(found.meta.read()).toEqual(facts);
      }
    });
  });
}
