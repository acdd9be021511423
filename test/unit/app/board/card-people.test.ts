import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CardPeople } from '../../../../web/app/board/card-people';
import { Presence } from '../../../../web/sdk';

/** A presence in which others are, as the server would tell it. */
function presenceOf(...others: { id: string; state: object }[]): {
  presence: Presence;
  set: (index: number, state: object) => void;
} {
  const presence = new Presence(new Y.Doc(), () => undefined);
  const set = (index: number, state: object) => {
    const { id } = others[index] ?? { id: '' };
    presence.states.set(1_000 + index, { user: { id, name: id, color: '#112233' }, ...state });
    presence.emit('change', [{ added: [], updated: [1_000 + index], removed: [] }, 'the server']);
  };
  others.forEach(({ state }, index) => {
    set(index, state);
  });
  return { presence, set };
}

const inTitle = { field: 'item:a', cursor: { section: 'itinerary', index: 'a', field: 'title', offset: 3 } };

describe('the people in a card', () => {
  it('are those who share it as the field they are in, with the part they edit', () => {
    const { presence } = presenceOf(
      { id: 'ben', state: inTitle },
      { id: 'chloe', state: { field: 'item:a', typing: { field: 'itinerary/a/cost' } } },
      { id: 'dan', state: { field: 'item:b' } },
      { id: 'eve', state: { field: 'notes' } },
      { id: 'me', state: { field: 'item:a' } },
    );
    const people = new CardPeople(presence, 'me');
    expect(people.in('a').map(({ id, part }) => [id, part])).toEqual([
      ['ben', 'title'],
      ['chloe', 'cost'],
    ]);
    expect(people.in('b').map(({ id, part }) => [id, part])).toEqual([['dan', null]]);
    presence.destroy();
  });

  it('come to no harm by what a client makes up', () => {
    const { presence } = presenceOf({ id: 'ben', state: { field: 7, typing: { field: 8 }, cursor: null } });
    expect(new CardPeople(presence, undefined).in('a')).toEqual([]);
    presence.destroy();
  });

  it('are told to their card alone, and only when there is something else to say', () => {
    const { presence, set } = presenceOf({ id: 'ben', state: inTitle }, { id: 'chloe', state: { field: 'item:b' } });
    const people = new CardPeople(presence, undefined);
    const stop = people.follow();
    const told: string[] = [];
    people.onCard('a', () => told.push('a'));
    people.onCard('b', () => told.push('b'));
    const before = people.in('a');
    set(0, { ...inTitle, cursor: { ...inTitle.cursor, offset: 4 } });
    expect(told).toEqual([]);
    expect(people.in('a')).toBe(before);
    set(0, { field: 'item:b' });
    expect(told).toEqual(['a', 'b']);
    expect(people.in('a')).toEqual([]);
    stop();
    set(1, { field: 'title' });
    expect(told).toEqual(['a', 'b']);
    presence.destroy();
  });
});
