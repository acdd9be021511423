import { describe, expect, it } from 'vitest';
import { participantsOf } from '../../../web/react/participants';
import type { Activity, Member, PresenceState, PresentPerson } from '../../../web/sdk';

const color = '#1d62b7';
const aoi = { id: 'aoi', name: '葵', color };

function here(id: string, activity: Activity, ...states: PresenceState[]): PresentPerson {
  return { id, name: id, color, avatar: null, activity, states };
}

function member(id: string, role: Member['role'], avatar: string | null = null): Member {
  return { id, name: id, role, color, avatar };
}

const members = [member('aoi', 'owner', 'https://example.com/aoi.png'), member('ben', 'editor'), member('chloe', 'viewer')];
const state = { person: aoi, role: 'owner', members } as const;

describe('the people of a trip', () => {
  it('begin with oneself, however many windows one has, with the picture of the membership', () => {
    const found = participantsOf([here('aoi', 'editing'), here('ben', 'viewing')], state);
    expect(found.map(({ id, isSelf, role }) => [id, isSelf, role])).toEqual([
      ['aoi', true, 'owner'],
      ['ben', false, 'editor'],
    ]);
    expect(found[0]?.avatar).toBe('https://example.com/aoi.png');
  });

  it('end with the members who are not here, when they are wished for', () => {
    const people = [here('ben', 'viewing')];
    expect(participantsOf(people, state).map(({ id }) => id)).toEqual(['aoi', 'ben']);
    expect(participantsOf(people, state, { absent: true }).at(-1)).toMatchObject({
      id: 'chloe',
      activity: 'offline',
      role: 'viewer',
    });
  });

  it.each(['editing', 'viewing', 'idle'] as const)('do what they say: %s', (activity) => {
    expect(participantsOf([here('ben', activity)], state)[1]?.activity).toBe(activity);
  });

  it('type when one of their windows says so', () => {
    const people = [here('ben', 'editing', {}, { typing: { field: 'title' } }), here('chloe', 'editing', { typing: null })];
    expect(participantsOf(people, state).map(({ activity }) => activity)).toEqual(['viewing', 'typing', 'editing']);
  });

  it('have no known role before the server has told the members, or as an admin who is none', () => {
    expect(participantsOf([here('ben', 'viewing')], { ...state, members: null })[1]?.role).toBeNull();
    expect(participantsOf([here('root', 'viewing')], state)[1]?.role).toBeNull();
  });

  it('are only the others while it is not known who oneself is', () => {
    expect(participantsOf([here('ben', 'viewing')], { person: null, role: null, members: null }).map(({ id }) => id)).toEqual([
      'ben',
    ]);
  });
});
