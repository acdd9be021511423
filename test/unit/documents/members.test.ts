import { describe, expect, it } from 'vitest';
import { personColor } from '../../../src/protocol/person-colors';
import { EngineHarness, person } from '../../support/engine-harness';
import { Room } from './room';

const dora = { id: 'dora', role: 'editor', name: 'Dora', avatar: null } as const;

describe('members', () => {
  it('are put and removed by an owner', () => {
    const { service } = new Room().harness;
    expect(service.membership.put(person('owner'), dora)).toEqual({ ok: true, value: { ...dora, color: personColor('dora') } });
    expect(service.membership.list(person('anna'))).toMatchObject({ value: [{ id: 'owner' }, {}, {}, {}, { id: 'dora' }] });
    expect(service.membership.remove(person('owner'), 'dora')).toEqual({ ok: true, value: null });
    expect(service.membership.remove(person('owner'), 'dora')).toMatchObject({ refusal: { code: 'not-found' } });
  });

  it('are not managed by others, but everybody may leave', () => {
    const { service } = new Room({ members: { anna: 'editor', vera: 'viewer' } }).harness;
    for (const id of ['anna', 'vera']) {
      expect(service.membership.put(person(id), dora)).toMatchObject({ refusal: { code: 'forbidden' } });
      expect(service.membership.remove(person(id), 'owner')).toMatchObject({ refusal: { code: 'forbidden' } });
    }
    expect(service.membership.put(person('stranger'), { ...dora, id: 'stranger' })).toMatchObject({
      refusal: { code: 'not-found' },
    });
    expect(service.membership.remove(person('vera'), 'vera')).toEqual({ ok: true, value: null });
    expect(service.read(person('vera'))).toMatchObject({ refusal: { code: 'not-found' } });
  });

  it('always have an owner', () => {
    const { service } = new Room().harness;
    const demoted = { ...dora, id: 'owner', role: 'viewer' } as const;
    expect(service.membership.put(person('owner'), demoted)).toMatchObject({ refusal: { code: 'last-owner' } });
    expect(service.membership.remove(person('owner'), 'owner')).toMatchObject({ refusal: { code: 'last-owner' } });
    service.membership.put(person('owner'), { ...dora, role: 'owner' });
    expect(service.membership.remove(person('owner'), 'owner').ok).toBe(true);
    expect(service.read(person('dora'))).toMatchObject({ value: { view: { owner_id: 'dora' } } });
  });

  it('keep the name they came with, whatever others call them', () => {
    const room = new Room();
    room.harness.service.membership.put(person('owner'), dora);
    room.join('dora', { identity: { name: 'Dora Maar' } });
    expect(room.harness.service.membership.put(person('owner'), { ...dora, name: 'Nobody', role: 'viewer' })).toMatchObject({
      value: { name: 'Dora Maar', role: 'viewer' },
    });
  });

  it('a change that cannot be stored changes nothing', () => {
    const room = new Room();
    room.harness.storage.beforeCommit = () => {
      throw new Error('disk full');
    };
    expect(() => room.harness.service.membership.put(person('owner'), dora)).toThrow('disk full');
    room.harness.storage.beforeCommit = () => {};
    expect(room.harness.service.read(person('dora'))).toMatchObject({ refusal: { code: 'not-found' } });
    expect(room.view().collaborators.map(({ id }) => id)).not.toContain('dora');
  });
});

describe('creating a document', () => {
  const again = { id: 'trip', owner: person('owner'), fields: {}, requestHash: 'hash' };

  it('again with the same request answers the document that is there', () => {
    const { harness } = new Room();
    expect(harness.service.create(again)).toMatchObject({ ok: true, value: { created: false, view: { id: 'trip' } } });
    harness.crash();
    expect(harness.service.create(again)).toMatchObject({ ok: true, value: { created: false } });
    expect(harness.storage.log.head()).toBe(0);
  });

  it('under the same id with another request, or by another person, is refused', () => {
    const { service } = new Room().harness;
    expect(service.create({ ...again, requestHash: 'other' })).toMatchObject({ refusal: { code: 'idempotency-key-reused' } });
    expect(service.create({ ...again, owner: person('anna') })).toMatchObject({ refusal: { code: 'idempotency-key-reused' } });
  });

  it('that is deleted brings nothing back', () => {
    const { service } = new Room().harness;
    service.delete(person('owner'));
    expect(service.create(again)).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
  });

  it('deletes nothing for those who may not', () => {
    const { harness } = new Room();
    expect(harness.service.delete(person('anna'))).toMatchObject({ refusal: { code: 'forbidden' } });
    expect(harness.service.delete(person('stranger'))).toMatchObject({ refusal: { code: 'not-found' } });
    expect(harness.service.delete(person('admin', { role: 'admin' })).ok).toBe(true);
  });
});

describe('a patch that cannot be stored', () => {
  it('[W4] changes nothing, not in memory either', () => {
    const room = new Room();
    const anna = room.join('anna');
    room.harness.storage.beforeCommit = () => {
      throw new Error('disk full');
    };
    const patch = { kind: 'merge-patch', patch: { title: 'lost' } } as const;
    expect(room.harness.service.patch(person('anna'), patch, '*')).toMatchObject({ refusal: { code: 'unavailable' } });
    expect(room.harness.closed.get(anna.session)?.code).toBe(1013);
    room.harness.storage.beforeCommit = () => {};
    expect(room.view().title).toBe('');
    expect(room.harness.service.patch(person('anna'), patch, '*').ok).toBe(true);
    expect(new EngineHarness().storage.log.head()).toBe(0);
    expect(room.view()).toMatchObject({ title: 'lost', metadata: { version: 1 } });
  });

  it('[V2] halfway through leaves nothing behind', () => {
    const room = new Room();
    const { doc } = room;
    const { set } = doc.getMap('budget');
    doc.getMap('budget').set = () => {
      throw new Error('broken');
    };
    const patch = { kind: 'merge-patch', patch: { title: 'half', budget: { JPY: 1 } } } as const;
    expect(() => room.harness.service.patch(person('anna'), patch, '*')).toThrow('broken');
    doc.getMap('budget').set = set;
    expect(room.view().title).toBe('');
    expect(room.view().metadata.version).toBe(0);
  });

  it('[V2] text that is no Unicode is not taken: it would not come back from the log as it is', () => {
    const room = new Room();
    for (const patch of [
      { title: 'a\ud83d' },
      { destination: '\udc4d' },
      { notes: [{ insert: '\ud83d' }] },
      { itinerary: [{ id: '\ud83d' }] },
    ]) {
      expect(room.harness.service.patch(person('anna'), { kind: 'merge-patch', patch }, '*')).toMatchObject({
        refusal: { code: 'invalid' },
      });
    }
  });
});
