import { applyPatch, type Operation } from 'rfc6902';
import { describe, expect, it } from 'vitest';
import { person } from '../../../support/engine-harness';
import { eventOf, eventPair, merge } from '../kinds/event-room';
import { expectSameEverywhere, Room } from '../room';
import { contentOfView, restore, versionsOf, viewAt } from './history-room';

function plan(): Room {
  const room = new Room();
  const anna = room.join('anna', { sdk: true });
  const write = (work: () => void) => {
    work();
    room.settle();
    room.harness.advance(60_000);
  };
  const { doc } = anna;
  write(() => doc.getText('title').insert(0, 'Kyoto'));
  write(() =>
    doc.getArray('itinerary').push([
      { id: 'a', day: 1, title: 'Inn' },
      { id: 'b', day: 1, title: 'Temple', booking_status: 'confirmed' },
      { id: 'c', day: 2, title: 'Train' },
    ]),
  );
  write(() => doc.getText('notes').insert(0, 'Bring shoes', { bold: true }));
  const patch = [
    { op: 'move', from: '/itinerary/2', path: '/itinerary/0' },
    { op: 'remove', path: '/itinerary/1' },
    { op: 'replace', path: '/itinerary/1/title', value: 'Golden temple' },
    { op: 'add', path: '/budget/JPY', value: 500 },
  ];
  write(() => void room.harness.service.patch(person('ben'), { kind: 'json-patch', operations: patch }, '*'));
  write(() => doc.getMap('details').set('destination', 'Uji'));
  return room;
}

describe('versions', () => {
  it('[Y1] are listed with who, when, how and what, the newest first', () => {
    const room = plan();
    const { versions, next_before } = versionsOf(room);
    expect(next_before).toBeNull();
    expect(versions.map(({ version, actor, kind }) => [version, actor.id, actor.name, kind])).toEqual([
      [5, 'anna', 'ANNA', 'edit'],
      [4, 'ben', 'BEN', 'op'],
      [3, 'anna', 'ANNA', 'edit'],
      [2, 'anna', 'ANNA', 'edit'],
      [1, 'anna', 'ANNA', 'edit'],
    ]);
    expect(versions[0]).toMatchObject({ touched: ['/destination'], at: expect.stringMatching(/^2027-01-01T00:04:0/) });
    expect(versions[1]?.touched).toContain('/itinerary/@a');
  });

  it('[Y1] come in pages', () => {
    const room = plan();
    const first = versionsOf(room, null, 2);
    const second = versionsOf(room, first.next_before, 2);
    const third = versionsOf(room, second.next_before, 2);
    expect([first, second, third].map(({ versions }) => versions.map(({ version }) => version))).toEqual([[5, 4], [3, 2], [1]]);
    expect(third.next_before).toBeNull();
    expect(versionsOf(room, 1, 2)).toEqual({ versions: [], next_before: null });
  });

  it('[Y2] can be read, each as it was', () => {
    const room = plan();
    expect(viewAt(room, 0)).toMatchObject({ title: '', metadata: { version: 0 } });
    expect(viewAt(room, 1)).toMatchObject({ title: 'Kyoto', itinerary: [], metadata: { version: 1 } });
    expect(viewAt(room, 4)).toMatchObject({ destination: null, budget: { JPY: 500 } });
    expect(viewAt(room, 5)).toEqual(room.view());
    for (const version of [6, -1]) {
      expect(room.harness.service.history.at(person('owner'), version)).toMatchObject({ refusal: { code: 'not-found' } });
    }
    expect(room.harness.service.history.at(person('stranger'), 1)).toMatchObject({ refusal: { code: 'not-found' } });
  });

  it('[Y3] differ by a JSON Patch that any library applies', () => {
    const room = plan();
    for (let from = 0; from <= 5; from++) {
      for (let to = 0; to <= 5; to++) {
        const difference = room.harness.service.history.difference(person('owner'), from, to);
        if (!difference.ok) throw new Error(difference.refusal.code);
        const patched = contentOfView(viewAt(room, from));
        const errors = applyPatch(patched, structuredClone(difference.value) as Operation[]).filter((error) => error !== null);
        expect(errors).toEqual([]);
        expect(patched).toEqual(contentOfView(viewAt(room, to)));
      }
    }
    expect(room.harness.service.history.difference(person('owner'), 1, 9)).toMatchObject({ refusal: { code: 'not-found' } });
  });
});

describe('restoring a version', () => {
  it('[Y4] makes the document what it was, by a new version', () => {
    const room = plan();
    for (const version of [2, 4, 0, 5, 3]) {
      expect(restore(room, 'owner', version)).toBeNull();
      expect(contentOfView(room.view())).toEqual(contentOfView(viewAt(room, version)));
      expect(versionsOf(room, null, 1).versions[0]).toMatchObject({ kind: 'restore', actor: { id: 'owner' } });
      expectSameEverywhere(room);
    }
    expect(room.view().metadata.version).toBe(10);
    expect(restore(room, 'owner', 11)).toMatchObject({ code: 'not-found' });
  });

  it('[Y4] of what is there already makes none', () => {
    const room = plan();
    expect(restore(room, 'owner', 5)).toBeNull();
    expect(room.view().metadata.version).toBe(5);
  });

  it('[Y4] sets no status back for who may not, and takes no word out of a set that only grows', () => {
    const { room } = eventPair();
    merge(room, { title: 'Standup' });
    merge(room, { title: 'Retro', status: 'confirmed', tags: ['work'] });
    expect(restore(room, 'ben', 1)).toBeNull();
    expect(eventOf(room)).toMatchObject({ title: 'Standup', status: 'confirmed', tags: ['work'] });
    expect(restore(room, 'owner', 1)).toBeNull();
    expect(eventOf(room)).toMatchObject({ status: 'tentative', tags: ['work'] });
    expectSameEverywhere(room);
  });

  it('[A7] is for those who may edit', () => {
    const room = new Room({ members: { vic: 'viewer' } });
    expect(restore(room, 'vic', 0)).toMatchObject({ code: 'forbidden' });
  });
});
