import { describe, expect, it } from 'vitest';
import { codeOf, hourMs, Inbox, minuteMs, noonMs, value } from './notifications-harness';

const confirm = { id: 'confirm', label: 'Confirm', style: 'primary', webhook: 'https://bookings.example/confirm' } as const;
const open = { id: 'open', label: 'Open', style: 'default', url: '/trips/t1' } as const;
const done = { ok: true, value: null } as const;

function scene() {
  const inbox = new Inbox();
  const id = inbox.bring({ actions: [confirm, open], data: { order: 7 } });
  const answer = (outcome: Parameters<Inbox['notifications']['actionAnswered']>[1]) => {
    const call = inbox.called.at(-1);
    if (call === undefined) throw new Error('nothing was called');
    inbox.notifications.actionAnswered(call, outcome);
  };
  const actions = () => value(inbox.calls.get(id)).actions;
  const doneAt = () => actions().map(({ done_at }) => done_at);
  const underWay = () => actions().map(({ under_way }) => under_way);
  return { inbox, id, answer, doneAt, underWay };
}

describe('[M11] an action', () => {
  it('is called once, however often it is clicked, and every click answers how far it is', () => {
    const { inbox, id, answer } = scene();
    const first = value(inbox.calls.act(id, 'confirm'));
    expect(first.actions[0]).toMatchObject({ done_at: null, under_way: true });
    expect(first.read_at).not.toBeNull();
    expect(inbox.called).toMatchObject([
      { webhook: confirm.webhook, body: { notification_id: id, action_id: 'confirm', user_id: 'aoi', data: { order: 7 } } },
    ]);
    inbox.pass(1_000);
    expect(value(inbox.calls.act(id, 'confirm'))).toEqual(first);
    answer(done);
    inbox.restart();
    const pressed = value(inbox.calls.act(id, 'confirm'));
    expect(pressed.actions[0]).toMatchObject({ done_at: new Date(noonMs).toISOString(), under_way: false });
    inbox.pass(24 * hourMs);
    expect(value(inbox.calls.act(id, 'confirm'))).toEqual(pressed);
    expect(inbox.called).toHaveLength(1);
    const updated = 'notification:updated';
    expect(inbox.eventTypes()).toEqual(['notification:new', 'notification:read', updated, updated]);
    expect(inbox.events().at(-1)).toMatchObject({ data: { notification: { actions: pressed.actions } } });
  });

  it('that leads somewhere calls nothing, and is noted', () => {
    const { inbox, id, doneAt } = scene();
    value(inbox.calls.act(id, 'open'));
    expect(inbox.called).toEqual([]);
    expect(doneAt()).toEqual([null, new Date(noonMs).toISOString()]);
  });

  it('is called again with the same key when its server was not there', () => {
    const { inbox, id, answer, doneAt, underWay } = scene();
    inbox.calls.act(id, 'confirm');
    answer({ ok: false, refusal: { code: 'unavailable' } });
    // Nothing has been done yet, and nothing says so.
    expect([doneAt(), underWay()]).toEqual([
      [null, null],
      [true, false],
    ]);
    inbox.pass(minuteMs);
    expect(inbox.called).toHaveLength(2);
    answer(done);
    expect([doneAt()[0], underWay()[0]]).toEqual([new Date(noonMs).toISOString(), false]);
    inbox.pass(hourMs);
    expect(inbox.called).toHaveLength(2);
    expect(new Set(inbox.called.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  });

  it('is called again when a crash took the answer', () => {
    const { inbox, id } = scene();
    inbox.calls.act(id, 'confirm');
    inbox.restart();
    inbox.pass(30_000);
    expect(inbox.called).toHaveLength(2);
  });

  it.each([
    ['at once', 'action-unavailable', 1, 'refused'],
    ['in the end', 'unavailable', 3, 'unreachable'],
  ] as const)('that fails %s says why, and can be pressed again with the same key', (_, code, calls, failure) => {
    const { inbox, id, answer, doneAt, underWay } = scene();
    const failures = () => value(inbox.calls.get(id)).actions.map((action) => action.failure);
    inbox.calls.act(id, 'confirm');
    for (let call = 0; call < calls; call++) {
      answer({ ok: false, refusal: { code } });
      inbox.pass(10 * minuteMs);
    }
    expect(inbox.called).toHaveLength(calls);
    expect([doneAt()[0], underWay()[0]]).toEqual([null, false]);
    expect(inbox.events().at(-1)).toMatchObject({
      type: 'notification:updated',
      data: {
        notification: {
          actions: [
            { id: 'confirm', done_at: null, failure },
            { id: 'open', failure: null },
          ],
        },
      },
    });
    inbox.restart();
    expect(failures()).toEqual([failure, null]);
    inbox.calls.act(id, 'confirm');
    expect(failures()).toEqual([null, null]);
    expect(inbox.called).toHaveLength(calls + 1);
    expect(new Set(inbox.called.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  });

  it('whose answers are all lost can be pressed again in the end', () => {
    const { inbox, id, doneAt } = scene();
    inbox.calls.act(id, 'confirm');
    inbox.pass(hourMs);
    expect(inbox.called).toHaveLength(3);
    expect(doneAt()[0]).toBeNull();
    expect(value(inbox.calls.get(id)).actions[0]?.failure).toBe('unreachable');
    const events = inbox.events().length;
    inbox.pass(hourMs);
    expect(inbox.events()).toHaveLength(events);
  });

  it('of an expired notification cannot be carried out, and one that is not there is not found', () => {
    const inbox = new Inbox();
    const id = inbox.bring({ actions: [confirm], expiresAtMs: noonMs + minuteMs });
    expect(codeOf(inbox.calls.act(id, 'other'))).toBe('not-found');
    expect(codeOf(inbox.calls.act(inbox.newId(), 'confirm'))).toBe('not-found');
    inbox.pass(minuteMs);
    expect(codeOf(inbox.calls.act(id, 'confirm'))).toBe('action-unavailable');
    expect(inbox.called).toEqual([]);
  });
});
