import { describe, expect } from 'vitest';
import type { InviteRow } from '../../src/documents/invite-store';
import type { Identity } from '../../src/protocol/roles';
import { bound, type Check, checkpoint, facts, rows } from './contract-document';

const identity: Identity = { id: 'x', name: 'X', avatar: null, role: 'user', scopes: null, expiresAtMs: null };

function invite(id: string): InviteRow {
  return {
    id,
    hash: `hash ${id}`,
    role: 'editor',
    createdBy: 'anna',
    createdByName: 'Anna',
    createdAtMs: 1,
    expiresAtMs: 2,
    maxUses: null,
    uses: 0,
  };
}

/** The contract of everything small that a document keeps. */
export function describeFacts(name: string, check: Check): void {
  describe(`${name}: facts, members, replicas, replacements, absences, tickets, invitations`, () => {
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

    check('[Y8] names of people who are no members are kept, the newest of each', (open) => {
      const { names, transact } = bound(open());
      expect(names.all()).toEqual(new Map());
      transact(() => {
        names.put('葵', 'Aoi');
        names.put('ben', 'Ben');
        names.put('葵', 'あおい');
      });
      expect(open().names.all()).toEqual(
        new Map([
          ['ben', 'Ben'],
          ['葵', 'あおい'],
        ]),
      );
    });

    check('[I1] a client id is bound once, for good', (open) => {
      const { replicas, transact } = bound(open());
      const highest = 2 ** 32 - 1;
      transact(() => {
        replicas.bind(highest, 'anna', 100);
        replicas.bind(highest, 'ben', 200);
        replicas.bind(2, 'ben', 100);
        replicas.forgetAnnounced(2);
      });
      expect([highest, 2, 3].map((client) => open().replicas.owner(client))).toEqual(['anna', 'ben', null]);
    });

    check('[I4] a client id is announced once, until it is bound or forgotten', (open) => {
      const { replicas, transact } = bound(open());
      transact(() => {
        replicas.announce(4, 'anna', 300);
        replicas.announce(5, 'anna', 100);
        replicas.announce(4, 'ben', 50);
        replicas.announce(6, 'ben', 200);
        replicas.announce(7, 'anna', 250);
      });
      expect([4, 5, 6, 8].map((client) => open().replicas.announcer(client))).toEqual(['anna', 'anna', 'ben', null]);
      expect([open().replicas.announcedBy('anna'), open().replicas.announcedBefore(250)]).toEqual([
        [5, 7, 4],
        [5, 6],
      ]);
      expect(open().replicas.owner(4)).toBeNull();
      transact(() => {
        replicas.bind(7, 'anna', 400);
        replicas.forgetAnnounced(5);
      });
      expect(open().replicas.announcedBy('anna')).toEqual([4]);
      expect([5, 7].map((client) => open().replicas.announcer(client))).toEqual([null, null]);
      expect(open().replicas.owner(7)).toBe('anna');
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

    check('[T3] a ticket is found once, and expired ones are removed', (open) => {
      const { tickets, transact } = bound(open());
      const restricted = { ...identity, name: 'Änna', scopes: ['trips:read'], expiresAtMs: 9 };
      const ticket = (hash: string, expiresAtMs: number) => ({ hash, identity: restricted, expiresAtMs });
      transact(() => {
        for (const [hash, expiresAtMs] of [
          ['a', 10],
          ['b', 20],
          ['c', 30],
        ] as const)
          tickets.put(ticket(hash, expiresAtMs));
      });
      expect(transact(() => open().tickets.take('b'))).toEqual(ticket('b', 20));
      expect(transact(() => open().tickets.take('b'))).toBeNull();
      transact(() => tickets.removeExpired(10));
      expect([tickets.take('a'), tickets.take('c')]).toEqual([null, ticket('c', 30)]);
      transact(() => tickets.put(ticket('d', 40)));
      transact(() => tickets.clear());
      expect(open().tickets.take('d')).toBeNull();
    });

    check('[N1] invitations are kept in their order, found by digest, and counted', (open) => {
      const { invites, transact } = bound(open());
      const first = invite('z');
      const second = { ...invite('a'), role: 'viewer', maxUses: 3, uses: 1, createdByName: '葵' } as const;
      transact(() => {
        invites.add(first);
        invites.add(second);
      });
      expect(open().invites.all()).toEqual([first, second]);
      expect(open().invites.find('hash a')).toEqual(second);
      expect(open().invites.find('hash b')).toBeNull();
      transact(() => invites.countUse('a'));
      expect(open().invites.all()).toEqual([first, { ...second, uses: 2 }]);
      transact(() => invites.remove('z'));
      expect(
        open()
          .invites.all()
          .map(({ id }) => id),
      ).toEqual(['a']);
      transact(() => invites.clear());
      expect(open().invites.all()).toEqual([]);
    });

    check('[N9] the keys of invitations are kept until they are forgotten', (open) => {
      const { invites, transact } = bound(open());
      const key = (hash: string, madeAtMs: number) => ({ hash, salt: `salt of ${hash}`, wish: '["viewer",60,null]', madeAtMs });
      transact(() => {
        for (const [hash, madeAtMs] of [['a', 10] as const, ['b', 20] as const]) invites.addKey(key(hash, madeAtMs));
      });
      expect(open().invites.findKey('b')).toEqual(key('b', 20));
      transact(() => invites.forgetKeys(10));
      expect(['a', 'b'].map((hash) => open().invites.findKey(hash)?.madeAtMs)).toEqual([undefined, 20]);
      transact(() => invites.clear());
      expect(open().invites.findKey('b')).toBeNull();
    });

    check('[Ca3] what an event keeps of its calendar is replaced as a whole', (open) => {
      const { roll, transact } = bound(open());
      expect(roll.read()).toBeNull();
      const first = { sequence: 1, members: [{ id: '葵', role: 'owner' }], isPrivate: false, attendees: [], left: [] } as const;
      transact(() => roll.put(first));
      const second = { ...first, sequence: 2, isPrivate: true, attendees: ['ben'], left: ['former'] };
      transact(() => roll.put(second));
      expect(open().roll.read()).toEqual(second);
    });

    check('[Ca3] events of a calendar are found by what they know of its members', (open) => {
      const { calendarEvents: events, transact } = bound(open());
      const event = (id: string, told: number) => ({ id, told, seen: 1, isLive: true });
      transact(() => {
        for (const [id, told] of [
          ['a', 1],
          ['b', 2],
          ['c', 1],
        ] as const)
          events.put(event(id, told));
        events.put({ ...event('a', 3), isLive: false });
        events.put({ ...event('d', 3), seen: 0 });
      });
      const stored = open().calendarEvents;
      expect([stored.count(), stored.liveCount(), stored.find('a'), stored.find('z')]).toEqual([
        4,
        2,
        { ...event('a', 3), isLive: false },
        null,
      ]);
      expect(stored.behind(3, 9).sort()).toEqual(['b', 'c']);
      expect(stored.behind(2, 9)).toEqual(['c']);
      expect(stored.behind(9, 2)).toHaveLength(2);
      transact(() => events.remove('c'));
      expect(open().calendarEvents.behind(2, 9)).toEqual([]);
    });

    check('[O25] answers are found by person and id, and the oldest of a person are forgotten', (open) => {
      const { answers, transact } = bound(open());
      const answer = (person: string, id: string, atMs: number) => ({ person, id, atMs, answer: `{"id":"${id}","to":"葵"}` });
      transact(() => {
        for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) answers.add(answer('anna', id, 10 + index));
        answers.add(answer('ben', 'a', 1));
      });
      expect(open().answers.find('anna', 'b')).toEqual(answer('anna', 'b', 11));
      expect(open().answers.find('anna', 'x')).toBeNull();
      transact(() => answers.forget('anna', 11, 2));
      const found = (['a', 'b', 'c', 'd'] as const).map((id) => open().answers.find('anna', id)?.id ?? null);
      expect(found).toEqual([null, null, 'c', 'd']);
      transact(() => answers.forget('anna', 13, 9));
      expect([open().answers.find('anna', 'c'), open().answers.find('anna', 'd')]).toEqual([null, answer('anna', 'd', 13)]);
      expect(open().answers.find('ben', 'a')).toEqual(answer('ben', 'a', 1));
      // What is sent again after a day is done again, and answered anew; and it may be as long as a message.
      const long = { ...answer('ben', 'a', 2), answer: JSON.stringify('京都'.repeat(500_000)) };
      for (const later of [long, answer('ben', 'a', 3)]) {
        transact(() => answers.add(later));
        expect(open().answers.find('ben', 'a')).toEqual(later);
      }
      transact(() => answers.forget('ben', 0, 1));
      expect(open().answers.find('ben', 'a')).toEqual(answer('ben', 'a', 3));
    });

    check('[O33] conflicts are kept in their order, the newest first, and changed in place', (open) => {
      const { conflicts, transact } = bound(open());
      const conflict = (id: string, atMs: number, isOpen = true) => ({
        id,
        atMs,
        isOpen,
        path: '/title',
        body: `{"by":"葵 ${id}"}`,
      });
      transact(() => {
        for (const [index, id] of ['a', 'b', 'c'].entries()) conflicts.put(conflict(id, 10 + index));
        conflicts.put(conflict('b', 11, false));
      });
      expect(open().conflicts.all()).toEqual([conflict('c', 12), conflict('b', 11, false), conflict('a', 10)]);
      expect(open().conflicts.find('b')).toEqual(conflict('b', 11, false));
      expect(open().conflicts.find('x')).toBeNull();
      // What somebody wrote into what is gone may be as long as a document.
      const long = { ...conflict('b', 11), body: JSON.stringify('京都'.repeat(600_000)) };
      transact(() => conflicts.put(long));
      expect(open().conflicts.find('b')).toEqual(long);
      transact(() => conflicts.put(conflict('b', 11, false)));
      transact(() => conflicts.forget(0, 2));
      expect(open().conflicts.all()).toEqual([conflict('c', 12), conflict('b', 11, false)]);
      transact(() => conflicts.forget(12, 9));
      expect(open().conflicts.all()).toEqual([conflict('c', 12)]);
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
          storage.tickets.put({ hash: 'x', identity, expiresAtMs: 1 });
          storage.invites.add(invite('x'));
          storage.calendarEvents.put({ id: 'x', told: 1, seen: 1, isLive: true });
          throw new Error('disk full');
        }),
      ).toThrow('disk full');
      for (const found of [storage, open()]) {
        expect(found.meta.read()).toEqual(facts);
        expect(found.members.all()).toEqual([]);
        expect(found.replicas.owner(1)).toBeNull();
        expect(found.replacements.all()).toEqual([]);
        expect(found.absences.all()).toEqual([]);
        expect(found.tickets.take('x')).toBeNull();
        expect(found.invites.all()).toEqual([]);
        expect(found.calendarEvents.count()).toBe(0);
      }
    });

    check('[X1] locks stand in the order of their tokens, which only rise', (open) => {
      const storage = open();
      const lock = { path: '/title', person: 'anna', name: 'Anna', expiresAtMs: 9 };
      storage.transact(() => {
        storage.locks.put({ ...lock, id: 'z', token: storage.locks.nextToken() });
        storage.locks.put({ ...lock, id: 'a', token: storage.locks.nextToken() });
      });
      expect(open().locks.all()).toEqual([
        { ...lock, id: 'z', token: 1 },
        { ...lock, id: 'a', token: 2 },
      ]);
      storage.transact(() => {
        storage.locks.put({ ...lock, id: 'z', token: storage.locks.nextToken() });
        storage.locks.remove('a');
      });
      expect(open().locks.all()).toEqual([{ ...lock, id: 'z', token: 3 }]);
      storage.transact(() => storage.locks.clear());
      expect(open().locks.all()).toEqual([]);
      expect(open().locks.nextToken()).toBe(4);
    });

    check('a purge leaves only the facts', (open) => {
      const storage = open();
      storage.transact(() => {
        storage.log.append(rows(1, 3));
        storage.members.put({ id: 'x', name: 'X', avatar: null, role: 'viewer' });
        storage.replicas.bind(1, 'x', 1);
        storage.absences.put({ client: 1, person: 'x', state: '{}', untilMs: 1 });
        storage.tickets.put({ hash: 'x', identity, expiresAtMs: 1 });
        storage.invites.add(invite('x'));
        storage.locks.put({ id: 'x', path: '', person: 'x', name: 'X', token: 1, expiresAtMs: 1 });
        storage.roll.put({ sequence: 1, members: [], isPrivate: false, attendees: [], left: [] });
        storage.calendarEvents.put({ id: 'x', told: 1, seen: 1, isLive: true });
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
        expect(found.tickets.take('x')).toBeNull();
        expect(found.invites.all()).toEqual([]);
        expect(found.locks.all()).toEqual([]);
        expect([found.roll.read(), found.calendarEvents.count()]).toEqual([null, 0]);
        expect(found.meta.read()).toEqual(facts);
      }
    });
  });
}
