import { describe, expect, it } from 'vitest';
import { eventSchema, type ResponseStatus } from '../../../src/documents/event';
import { EngineHarness, person } from '../../support/engine-harness';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The harness begins at this time. */
const nowMs = Date.UTC(2027, 0, 1);

function at(ms: number): string {
  return new Date(nowMs + ms).toISOString().replace('.000Z', 'Z');
}

function guest(id: string, response_status: ResponseStatus = 'NEEDS_ACTION') {
  return { user_id: id, email: null, name: null, response_status, optional: null };
}

interface Told {
  readonly kind: string;
  readonly to: readonly string[];
}

/** An event of `owner` in a day, in a calendar that is theirs. */
class Party {
  readonly harness: EngineHarness;

  constructor(fields: Readonly<Record<string, unknown>> = {}) {
    this.harness = new EngineHarness({
      schema: eventSchema,
      members: { anna: 'editor' },
      created: {
        fields: { title: 'Dinner', start_time: at(24 * hourMs), end_time: at(25 * hourMs), ...fields },
        calendar: { calendarId: 'calendar', sequence: 1, members: [{ id: 'owner', role: 'owner' }], deletedBy: null },
      },
    });
  }

  patch(who: string, fields: Readonly<Record<string, unknown>>): void {
    const patched = this.harness.service.patch(person(who), { kind: 'merge-patch', patch: fields }, '*');
    if (!patched.ok) throw new Error(JSON.stringify(patched.refusal));
  }

  /** What guests are told while time passes: not what every member of a document is. */
  pass(ms: number): Told[] {
    const told: Told[] = [];
    for (let passed = 0; passed <= ms; passed += 1_000) {
      this.harness.advance(1_000);
      for (const { id, kind, to } of this.harness.notices.splice(0)) {
        this.harness.engine.notices.delivered(id, []);
        if (!['updated', 'invited', 'gone'].includes(kind)) told.push({ kind, to });
      }
    }
    return told;
  }
}

describe('[B5] guests', () => {
  it('who is invited when the event is made are told, its author is not', () => {
    const party = new Party({ attendees: [guest('ben'), guest('owner', 'ACCEPTED'), guest('chloe')] });
    expect(party.pass(5_000)).toEqual([
      { kind: 'attendee-invited', to: ['ben'] },
      { kind: 'attendee-invited', to: ['chloe'] },
    ]);
  });

  it('who is invited later is told once, by whom and when it is', () => {
    const party = new Party({ attendees: [guest('ben')], location: 'Gion' });
    party.pass(5_000);
    party.patch('anna', { attendees: [guest('ben'), guest('chloe')] });
    party.harness.advance(1_000);
    expect(party.harness.notices.filter(({ kind }) => kind === 'attendee-invited')).toMatchObject([
      {
        documentKind: 'event',
        to: ['chloe'],
        by: { id: 'anna' },
        title: 'Dinner',
        event: { start_time: at(24 * hourMs), location: 'Gion', all_day: false },
      },
    ]);
    party.pass(5_000);
    party.patch('anna', { title: 'Supper' });
    expect(party.pass(30_000)).toEqual([]);
  });

  it('who is struck off the list before they are told is not', () => {
    const party = new Party();
    party.patch('anna', { attendees: [guest('ben')] });
    party.patch('anna', { attendees: [] });
    expect(party.pass(5_000)).toEqual([]);
  });

  it('are told of another time, once for what somebody tries within moments, unless they do not come', () => {
    const party = new Party({ attendees: [guest('ben'), guest('chloe', 'DECLINED'), guest('anna', 'ACCEPTED')] });
    party.pass(5_000);
    for (let hour = 1; hour < 5; hour++) party.patch('anna', { end_time: at((25 + hour) * hourMs) });
    expect(party.pass(30_000)).toEqual([{ kind: 'time-changed', to: ['ben'] }]);
  });

  it('are told that it is cancelled, and not that it was moved before', () => {
    const party = new Party({ attendees: [guest('ben')] });
    party.pass(5_000);
    party.patch('anna', { end_time: at(26 * hourMs) });
    party.patch('anna', { status: 'cancelled' });
    expect(party.pass(30_000)).toEqual([{ kind: 'cancelled', to: ['ben'] }]);
  });

  it('are told when it is deleted', () => {
    const party = new Party({ attendees: [guest('ben')] });
    party.pass(5_000);
    party.harness.service.delete(person('owner'));
    expect(party.pass(5_000)).toEqual([{ kind: 'cancelled', to: ['ben', 'anna'] }]);
  });

  it('are told when it is deleted, as members are who are no guests; not who has declined, nor who deletes it', () => {
    const party = new Party({ attendees: [guest('ben', 'DECLINED')] });
    for (const id of ['ben', 'chloe']) {
      party.harness.service.membership.put(person('owner'), { id, role: 'owner', name: id, avatar: null });
    }
    party.pass(5_000);
    party.harness.service.delete(person('chloe'));
    expect(party.pass(5_000)).toEqual([{ kind: 'cancelled', to: ['owner', 'anna'] }]);
  });

  it('members are told nothing of an event that is only cancelled, or over, or restored at once', () => {
    const party = new Party();
    party.patch('owner', { status: 'cancelled' });
    expect(party.pass(5_000)).toEqual([]);
    party.harness.service.delete(person('owner'));
    party.harness.service.restore(person('owner'));
    expect(party.pass(5_000)).toEqual([]);
    party.harness.advance(48 * hourMs);
    party.harness.service.delete(person('owner'));
    expect(party.pass(5_000)).toEqual([]);
  });

  it('are told nothing of what is over', () => {
    const party = new Party({ start_time: at(-3 * hourMs), end_time: at(-2 * hourMs), attendees: [guest('ben')] });
    party.patch('anna', { end_time: at(-hourMs) });
    party.patch('anna', { status: 'cancelled' });
    expect(party.pass(30_000)).toEqual([]);
  });
});

describe('[B6] answers', () => {
  it('a guest answers for themselves, whatever their role is', () => {
    const party = new Party({ attendees: [guest('ben'), guest('chloe')] });
    const answered = party.harness.service.respond(person('ben'), 'TENTATIVE');
    expect(answered).toMatchObject({
      ok: true,
      value: { view: { attendees: [guest('ben', 'TENTATIVE'), guest('chloe')] }, version: 2 },
    });
    expect(party.harness.storage.log.rows(1, 2)).toMatchObject([{ actor: 'ben', touched: ['/attendees/@ben/response_status'] }]);
  });

  it('the same answer again changes nothing', () => {
    const party = new Party({ attendees: [guest('ben', 'ACCEPTED')] });
    expect(party.harness.service.respond(person('ben'), 'ACCEPTED')).toMatchObject({ ok: true, value: { version: 1 } });
  });

  it.each([
    ['owner', 'forbidden'],
    ['anna', 'forbidden'],
    ['stranger', 'not-found'],
  ])('%s, who is not invited, has nothing to answer: %s', (who, code) => {
    const party = new Party({ attendees: [guest('ben')] });
    expect(party.harness.service.respond(person(who), 'ACCEPTED')).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe('[B7] reminders', () => {
  const reminders = [
    { id: 'r1', method: 'push', minutes_before: 30 },
    { id: 'r2', method: 'in_app', minutes_before: 60 },
  ];

  it('reach the owner and who comes, each at its time', () => {
    const attendees = [guest('ben', 'ACCEPTED'), guest('chloe'), guest('anna', 'DECLINED')];
    const party = new Party({ start_time: at(2 * hourMs), end_time: at(3 * hourMs), attendees, reminders });
    party.pass(5_000);
    expect(party.pass(hourMs)).toEqual([{ kind: 'reminder', to: ['owner', 'ben'] }]);
    party.harness.advance(30 * minuteMs);
    expect(party.harness.notices.splice(0)).toMatchObject([
      {
        kind: 'reminder',
        occurrence: { startMs: nowMs + 2 * hourMs, endMs: nowMs + 3 * hourMs, method: 'push' },
      },
    ]);
    expect(party.harness.timers.durable.has('reminders')).toBe(false);
  });

  it('follow the time of the event', () => {
    const party = new Party({ start_time: at(2 * hourMs), end_time: at(3 * hourMs), reminders: reminders.slice(0, 1) });
    party.patch('owner', { start_time: at(4 * hourMs), end_time: at(5 * hourMs) });
    expect(party.harness.timers.durable.get('reminders')).toBe(nowMs + 3.5 * hourMs);
    party.patch('owner', { status: 'cancelled' });
    expect(party.harness.timers.durable.has('reminders')).toBe(false);
  });

  describe('due in the moment of an edit', () => {
    /** An event whose reminder is due in 90 minutes, and was not told yet `lateMs` after that: a timer may ring late. */
    const dueParty = (lateMs: number): Party => {
      const party = new Party({ start_time: at(2 * hourMs), end_time: at(3 * hourMs), reminders: reminders.slice(0, 1) });
      party.pass(5_000);
      party.harness.nowMs = nowMs + 1.5 * hourMs + lateMs;
      return party;
    };
    const reminder = { kind: 'reminder', to: ['owner'] };

    it.each([-1, 0, 1, 5_000])('are told once when it leaves their time, %d ms after that', (lateMs) => {
      const party = dueParty(lateMs);
      party.patch('owner', { end_time: at(4 * hourMs) });
      expect(party.pass(hourMs)).toEqual([reminder]);
    });

    it.each([0, 1, 5_000])('are told once when they were told %d ms before it', (agoMs) => {
      const party = dueParty(-1);
      party.harness.advance(1 + agoMs);
      party.patch('owner', { end_time: at(4 * hourMs) });
      expect(party.pass(hourMs)).toEqual([reminder]);
      party.patch('owner', { end_time: at(5 * hourMs) });
      expect(party.pass(hourMs)).toEqual([]);
    });

    it.each([-1, 0, 1])('are told at their new time alone when it moves the event, %d ms after they were due', (lateMs) => {
      const party = dueParty(lateMs);
      party.patch('owner', { start_time: at(4 * hourMs), end_time: at(5 * hourMs) });
      expect(party.pass(1.9 * hourMs)).toEqual([]);
      expect(party.pass(0.2 * hourMs)).toEqual([reminder]);
    });

    it.each([
      ['cancels the event', { status: 'cancelled' }],
      ['takes them away', { reminders: [] }],
    ])('are not told when it %s', (_, fields) => {
      const party = dueParty(1);
      party.patch('owner', fields);
      expect(party.pass(hourMs)).toEqual([]);
    });
  });

  it('whose time is over after an edit are not told', () => {
    const party = new Party({ start_time: at(24 * hourMs), end_time: at(25 * hourMs), reminders });
    party.pass(5_000);
    party.patch('owner', { start_time: at(0.25 * hourMs), end_time: at(2 * hourMs) });
    expect(party.pass(hourMs)).toEqual([]);
    expect(party.harness.timers.durable.has('reminders')).toBe(false);
    party.patch('owner', { end_time: at(3 * hourMs) });
    expect(party.pass(hourMs)).toEqual([]);
  });

  it('of a series come for each occurrence, but not for one that is left out', () => {
    const party = new Party({
      start_time: at(2 * hourMs),
      end_time: at(3 * hourMs),
      recurrence: 'FREQ=DAILY;COUNT=4',
      exceptions: { [at(26 * hourMs)]: false, [at(50 * hourMs)]: { status: 'cancelled' } },
      reminders: reminders.slice(0, 1),
    });
    const due: (number | undefined)[] = [];
    for (let day = 0; day < 4; day++) {
      const next = party.harness.timers.durable.get('reminders');
      due.push(next === undefined ? undefined : (next - nowMs) / hourMs);
      party.harness.advance(24 * hourMs);
    }
    expect(due).toEqual([1.5, 73.5, 73.5, 73.5]);
    expect(party.harness.timers.durable.has('reminders')).toBe(false);
  });

  it('that were slept through are told as long as the event goes on, and not later', () => {
    const [soon, long] = [hourMs, 3 * hourMs].map((durationMs) => {
      const party = new Party({ start_time: at(2 * hourMs), end_time: at(2 * hourMs + durationMs), reminders });
      party.pass(5_000);
      party.harness.nowMs += 4 * hourMs;
      return party.pass(5_000);
    });
    expect(soon).toEqual([]);
    expect(long).toMatchObject([{ kind: 'reminder' }, { kind: 'reminder' }]);
  });

  it('of a day come before it begins where the event is', () => {
    const party = new Party({
      start_time: '2027-01-03',
      end_time: '2027-01-04',
      all_day: true,
      time_zone: 'Asia/Tokyo',
      reminders: [{ id: 'r', method: 'email', minutes_before: 600 }],
    });
    expect(party.harness.timers.durable.get('reminders')).toBe(Date.parse('2027-01-02T05:00:00Z'));
  });
});
