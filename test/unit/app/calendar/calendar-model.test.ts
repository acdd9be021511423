import { describe, expect, it } from 'vitest';
import { CalendarModel, type EventSource, type MonthShelf } from '../../../../web/app/calendar/calendar-model';
import { eventChanges } from '../../../../web/app/calendar/edits/event-changes';
import type { ShownEvent } from '../../../../web/app/calendar/shown-event';
import type { EventSummary, OccurrencePage } from '../../../../web/react/events';
import { shownEvent } from './shown-events';

function summaryOf(shown: ShownEvent, more: Partial<EventSummary> = {}): EventSummary {
  const { original_start: _, is_recurring: __, is_exception: ___, ...rest } = shown;
  return { ...rest, recurrence: null, exceptions: {}, ...more };
}

/** A server whose answers the test gives when it likes. */
class Server implements EventSource {
  readonly asked: { from: string; to: string; cursor?: string; answer: (page: OccurrencePage | Error) => void }[] = [];

  listEvents({ from, to, cursor }: { from: string; to: string; cursor?: string }): Promise<OccurrencePage> {
    return new Promise((resolve, reject) => {
      const answer = (page: OccurrencePage | Error) => (page instanceof Error ? reject(page) : resolve(page));
      this.asked.push({ from, to, ...(cursor === undefined ? {} : { cursor }), answer });
    });
  }

  async answer(...events: ShownEvent[]): Promise<void> {
    this.asked.shift()?.answer({ events, next_cursor: null });
    await settled();
  }
}

/** Everything that follows from answers that are there has happened. */
async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

const titles = (model: CalendarModel) => model.shown().events.map(({ title }) => title);

describe('the months that are shown', () => {
  it('are fetched once, all at a time, page by page', async () => {
    const server = new Server();
    const model = new CalendarModel(server, null);
    model.show(['2026-11', '2026-12']);
    expect(model.shown().loading).toBe(true);
    expect(server.asked).toMatchObject([{ from: '2026-10-31T00:00:00Z', to: '2027-01-02T00:00:00Z' }]);
    server.asked.shift()?.answer({ events: [shownEvent('b', '2026-11-30T23:30:00Z')], next_cursor: 'more' });
    await settled();
    expect(server.asked).toMatchObject([{ cursor: 'more' }]);
    await server.answer(shownEvent('a', '2026-11-02T10:00:00Z'));
    expect(titles(model)).toEqual(['a', 'b']);
    expect(model.shown().loading).toBe(false);
    model.show(['2026-12']);
    expect(titles(model)).toEqual(['b']);
    expect(server.asked).toEqual([]);
  });

  it('that are wanted while others are being fetched come behind them', async () => {
    const server = new Server();
    const model = new CalendarModel(server, null);
    model.show(['2026-11']);
    model.show(['2027-02']);
    await server.answer(shownEvent('a', '2026-11-02T10:00:00Z'));
    expect(server.asked).toMatchObject([{ from: '2027-01-31T00:00:00Z' }]);
    await server.answer(shownEvent('b', '2027-02-02T10:00:00Z'));
    expect(titles(model)).toEqual(['b']);
  });

  it('that were seen before can be read without a connection', async () => {
    const kept = new Map<string, readonly unknown[]>();
    const shelf: MonthShelf = {
      read: async (month) => (kept.get(month) as ShownEvent[] | undefined) ?? null,
      keep: async (month, events) => void kept.set(month, events),
    };
    const [first, server] = [new Server(), new Server()];
    const before = new CalendarModel(first, shelf);
    before.show(['2026-11']);
    await first.answer(shownEvent('a', '2026-11-02T10:00:00Z'));
    const model = new CalendarModel(server, shelf);
    model.show(['2026-11']);
    await settled();
    expect(titles(model)).toEqual(['a']);
    server.asked.shift()?.answer(new Error('offline'));
    await settled();
    expect(model.shown()).toMatchObject({ loading: false, error: { message: 'offline' } });
    expect(titles(model)).toEqual(['a']);
  });
});

describe('a change that comes live', () => {
  async function opened(...events: ShownEvent[]) {
    const server = new Server();
    const model = new CalendarModel(server, null);
    model.show(['2026-11']);
    await server.answer(...events);
    return { server, model };
  }

  it('shows at once, with what this person is in the event and has answered', async () => {
    const mine = shownEvent('a', '2026-11-02T10:00:00Z', { role: 'editor', my_response: 'NEEDS_ACTION' });
    const { server, model } = await opened(mine);
    const now = { title: 'b', role: 'viewer', my_response: 'DECLINED' } as const;
    model.changed('c', 'a', summaryOf(shownEvent('a', '2026-11-03T10:00:00Z', now)));
    expect(model.shown().events).toMatchObject([{ start_time: '2026-11-03T10:00:00Z', ...now }]);
    model.changed('c', 'new', summaryOf(shownEvent('new', '2026-11-01T10:00:00Z')));
    expect(titles(model)).toEqual(['new', 'b']);
    model.changed('c', 'a', null);
    model.changed('c', 'new', summaryOf(shownEvent('new', '2027-05-01T10:00:00Z')));
    expect(titles(model)).toEqual([]);
    expect(server.asked).toEqual([]);
  });

  it('leaves an event that moved where it is now, in whichever order both calendars tell of it', async () => {
    const { server, model } = await opened(shownEvent('a', '2026-11-02T10:00:00Z'), shownEvent('b', '2026-11-02T10:00:00Z'));
    const moved = (id: string) => summaryOf(shownEvent(id, '2026-11-02T10:00:00Z', { calendar_id: 'd' }));
    model.changed('d', 'a', moved('a'));
    model.changed('c', 'a', null);
    model.changed('c', 'b', null);
    model.changed('d', 'b', moved('b'));
    expect(model.shown().events).toMatchObject([
      { id: 'a', calendar_id: 'd' },
      { id: 'b', calendar_id: 'd' },
    ]);
    model.changed('d', 'a', null);
    expect(titles(model)).toEqual(['b']);
    expect(server.asked).toEqual([]);
  });

  it('leaves an event that moved also in a month that is not shown', async () => {
    const { server, model } = await opened(shownEvent('a', '2026-11-02T10:00:00Z', { calendar_id: 'd' }));
    model.show(['2027-01']);
    await server.answer();
    model.changed('c', 'a', null);
    model.show(['2026-11']);
    expect(titles(model)).toEqual(['a']);
  });

  it('of a series is fetched, because the server knows its rule', async () => {
    const series = { original_start: '2026-11-02T10:00:00Z', is_recurring: true };
    const { server, model } = await opened(shownEvent('a', '2026-11-02T10:00:00Z', series));
    model.changed('c', 'a', summaryOf(shownEvent('a', '2026-11-03T10:00:00Z'), { recurrence: 'FREQ=DAILY' }));
    expect(titles(model)).toEqual(['a']);
    await server.answer(
      shownEvent('a', '2026-11-03T10:00:00Z', series),
      shownEvent('a', '2026-11-04T10:00:00Z', { ...series, original_start: '2026-11-04T10:00:00Z' }),
    );
    expect(titles(model)).toEqual(['a', 'a']);
  });

  it('during a fetch makes another one: the answer may not know of it', async () => {
    const { server, model } = await opened();
    void model.refresh();
    model.changed('c', 'a', summaryOf(shownEvent('a', '2026-11-03T10:00:00Z')));
    await server.answer();
    expect(server.asked).toHaveLength(1);
    await server.answer(shownEvent('a', '2026-11-03T10:00:00Z'));
    expect(titles(model)).toEqual(['a']);
    expect(server.asked).toEqual([]);
  });
});

it('what the person does lies over what the server has, until it is taken away', async () => {
  const server = new Server();
  const model = new CalendarModel(server, null);
  const times = { start_time: '2026-11-02T13:00:00Z', end_time: '2026-11-02T14:00:00Z', all_day: false };
  model.cover([eventChanges.times('a', times), eventChanges.removal('c')]);
  model.show(['2026-11']);
  await server.answer(...['a', 'b', 'c'].map((id, i) => shownEvent(id, `2026-11-02T1${i}:00:00Z`)));
  expect(titles(model)).toEqual(['b', 'a']);
  model.cover([]);
  expect(titles(model)).toEqual(['a', 'b', 'c']);
});
