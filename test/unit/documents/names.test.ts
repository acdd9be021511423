import { describe, expect, it } from 'vitest';
import { eventSchema } from '../../../src/documents/event';
import type { ConflictView } from '../../../src/protocol/operations';
import type { Role } from '../../../src/protocol/roles';
import { EngineHarness, person } from '../../support/engine-harness';
import { TestClient } from '../../support/test-client';

const dayMs = 24 * 60 * 60_000;

/** A time so many days after the harness begins. */
function inDays(days: number): string {
  return new Date(Date.UTC(2027, 0, 1) + days * dayMs).toISOString().replace('.000Z', 'Z');
}

function guest(id: string) {
  return { user_id: id, email: null, name: null, response_status: 'NEEDS_ACTION', optional: null };
}

/** An event of `owner`, to which `gus` is invited, in a calendar of which Ben and Cho are editors. */
class Party {
  readonly harness: EngineHarness;

  constructor(calendar: Readonly<Record<string, Role>> = { ben: 'editor', cho: 'editor' }) {
    const members = Object.entries(calendar).map(([id, role]) => ({ id, role }));
    this.harness = new EngineHarness({
      schema: eventSchema,
      members: { anna: 'editor' },
      created: {
        fields: { title: 'Dinner', start_time: inDays(1), end_time: inDays(2), attendees: [guest('gus')] },
        calendar: { calendarId: 'calendar', sequence: 1, members, deletedBy: null },
      },
    });
    this.told();
  }

  get version(): number {
    return this.harness.engine.state.version();
  }

  write(by: string, path: string, value: unknown, version: number | 'head' = 'head', called = by.toUpperCase()): void {
    const author = person(by, { name: called });
    const operations = [{ op: 'replace', path, value }];
    const applied = this.harness.engine.operations.apply({ author, session: `${by}'s`, version, operations, id: null });
    if (!applied.ok) throw new Error(JSON.stringify(applied.refusal));
  }

  /** Who did what, as the history says it, the newest first. */
  authors(): string[] {
    const page = this.harness.service.history.versions(person('owner'), null, 50);
    if (!page.ok) throw new Error(page.refusal.code);
    return page.value.versions.map(({ actor }) => actor.name);
  }

  conflicts(): readonly ConflictView[] {
    const listed = this.harness.service.conflicts.list(person('owner'), false);
    if (!listed.ok) throw new Error(listed.refusal.code);
    return listed.value;
  }

  /** What people's inboxes are told within a minute, and by whom. */
  told(): [kind: string, by: string | null | undefined][] {
    for (let second = 0; second < 60; second++) this.harness.advance(1_000);
    return this.harness.notices.splice(0).map(({ id, kind, by }) => {
      this.harness.engine.notices.delivered(id, []);
      return [kind, by?.name];
    });
  }
}

describe('[Y8] who is no member of an event has a name', () => {
  it('who comes by its calendar, in its history', () => {
    const party = new Party();
    party.write('ben', '/location', 'Gion');
    expect(party.authors()).toEqual(['BEN', 'OWNER']);
    party.harness.crash();
    expect(party.authors()).toEqual(['BEN', 'OWNER']);
  });

  it('who answers an invitation', () => {
    const party = new Party();
    expect(party.harness.service.respond(person('gus'), 'ACCEPTED').ok).toBe(true);
    expect(party.authors()).toEqual(['GUS', 'OWNER']);
  });

  it('who types in a live connection', () => {
    const party = new Party();
    const ben = new TestClient(party.harness, person('ben'), { clientId: 2_000, sdk: true });
    ben.settle();
    ben.doc.getText('title').insert(0, 'Late ');
    ben.settle();
    expect(party.authors()[0]).toBe('BEN');
  });

  it('both authors of a conflict, also when the document was out of memory between them', () => {
    const party = new Party();
    const { version } = party;
    party.write('ben', '/location', 'Gion', version);
    party.harness.crash();
    party.write('cho', '/location', 'Nara', version);
    expect(party.conflicts()).toMatchObject([
      { winner: { by: { id: 'cho', name: 'CHO' } }, loser: { by: { id: 'ben', name: 'BEN' } } },
    ]);
  });

  it('who moves it to another time, in the notification', () => {
    const party = new Party();
    party.write('ben', '/end_time', inDays(3));
    party.harness.crash();
    expect(party.told()).toContainEqual(['time-changed', 'BEN']);
  });

  it('who was a member, also of what they did as one', () => {
    const party = new Party({});
    party.write('anna', '/end_time', inDays(3));
    party.harness.service.membership.remove(person('owner'), 'anna');
    party.harness.crash();
    expect(party.authors()).toEqual(['ANNA', 'OWNER']);
    expect(party.told()).toContainEqual(['time-changed', 'ANNA']);
  });

  it('who manages its members by its calendar and changes nothing of it', () => {
    const party = new Party({ boss: 'owner' });
    party.harness.service.membership.put(person('boss'), { id: 'dan', role: 'viewer', name: 'Dan', avatar: null });
    party.harness.service.membership.remove(person('boss'), 'anna');
    const told = party.told();
    expect(told).toContainEqual(['invited', 'BOSS']);
    expect(told).toContainEqual(['removed', 'BOSS']);
    party.harness.service.delete(person('boss'));
    expect(party.told()).toContainEqual(['cancelled', 'BOSS']);
  });

  it('who has deleted the calendar with it', () => {
    const party = new Party();
    const roll = { calendarId: 'calendar', sequence: 2, members: [], deletedBy: { id: 'boss', name: 'Boss' } };
    expect(party.harness.service.eventCalendar.take(roll)).toBe('taken');
    expect(party.told()).toContainEqual(['cancelled', 'Boss']);
  });

  it('the one they had when they did something last; what does not say one takes none away', () => {
    const party = new Party();
    party.write('ben', '/location', 'Gion');
    party.write('ben', '/location', 'Nara', 'head', 'Ben B.');
    party.write('ben', '/location', 'Uji', 'head', '');
    expect(party.authors()).toEqual(['Ben B.', 'Ben B.', 'Ben B.', 'OWNER']);
  });
});
