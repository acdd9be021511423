import { describe, expect, it } from 'vitest';
import { removal } from '../../../../web/app/trips/list-edits';
import { TripListModel } from '../../../../web/app/trips/trip-list-model';
import type { TripPage, TripQuery } from '../../../../web/react';
import { summaryOf } from './trip-summary';

interface Request {
  readonly query: TripQuery;
  readonly answer: (titles: readonly string[], cursor?: string) => Promise<void>;
  readonly fail: () => Promise<void>;
}

/** Lets what waits for an answer go on. */
const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

/** A server that answers when the test wants it to. */
function slowServer() {
  const requests: Request[] = [];
  const listTrips = (query: TripQuery = {}) =>
    new Promise<TripPage>((resolve, reject) => {
      requests.push({
        query,
        answer: async (titles, cursor) => {
          resolve({ trips: titles.map((title) => summaryOf({ id: title, title })), next_cursor: cursor ?? null });
          await settled();
        },
        fail: async () => {
          reject(new Error('network'));
          await settled();
        },
      });
    });
  return { source: { listTrips }, requests };
}

function titlesOf(model: TripListModel): readonly string[] | null {
  return model.shown().trips?.map(({ title }) => title) ?? null;
}

function start() {
  const { source, requests } = slowServer();
  const model = new TripListModel(source, 'active');
  model.show('active', '');
  const request = (index: number): Request => {
    const found = requests[index];
    if (found === undefined) throw new Error(`there were ${requests.length} requests`);
    return found;
  };
  return { source, requests, model, request };
}

describe('the lists of trips', () => {
  it('are fetched page by page', async () => {
    const { model, request } = start();
    expect(model.shown()).toMatchObject({ trips: null, loading: true });
    await request(0).answer(['a', 'b'], 'next');
    model.loadMore();
    expect(request(1).query).toEqual({ cursor: 'next' });
    await request(1).answer(['b', 'c']);
    expect(titlesOf(model)).toEqual(['a', 'b', 'c']);
    expect(model.shown()).toMatchObject({ cursor: null, pages: 2, loading: false });
  });

  it('ask for what is wanted', () => {
    const { model, requests } = start();
    model.show('archived', '');
    model.show('deleted', '京都');
    expect(requests.map(({ query }) => query)).toEqual([{}, { archived: true }, { deleted: true, q: '京都' }]);
  });

  it('show the newest search, whichever answer comes last', async () => {
    const { model, request } = start();
    await request(0).answer(['a', 'b']);
    model.show('active', 'a');
    model.show('active', 'ab');
    await request(2).answer(['ab']);
    await request(1).answer(['a', 'ab']);
    expect(titlesOf(model)).toEqual(['ab']);
    expect(model.shown().q).toBe('ab');
  });

  it('keep what was shown while a search runs, and after one that failed', async () => {
    const { model, request } = start();
    await request(0).answer(['a']);
    model.show('active', 'x');
    expect(model.shown()).toMatchObject({ q: '', loading: true });
    await request(1).fail();
    expect(titlesOf(model)).toEqual(['a']);
    expect(model.shown()).toMatchObject({ q: '', loading: false, error: { message: 'network' } });
  });

  it('say what failed until it is there, also when it is tried again', async () => {
    const { model, requests, request } = start();
    await request(0).fail();
    model.retry();
    expect(model.shown()).toMatchObject({ trips: null, loading: true, error: { message: 'network' } });
    await request(1).answer(['a'], 'next');
    expect(model.shown()).toMatchObject({ loading: false, error: null });
    model.loadMore();
    await request(2).fail();
    model.retry();
    await request(3).answer(['b']);
    expect(titlesOf(model)).toEqual(['a', 'b']);
    expect(requests.map(({ query }) => query.cursor)).toEqual([undefined, undefined, 'next', 'next']);
  });

  it('stand there at once for who comes back, and then as they are', async () => {
    const { source, model, request } = start();
    await request(0).answer(['a']);
    model.leave();
    const again = new TripListModel(source, 'active');
    expect(titlesOf(again)).toEqual(['a']);
    expect(again.show('active', '')).toBe(true);
    await request(1).answer(['b']);
    expect(titlesOf(again)).toEqual(['b']);
  });

  it('do not show one list in the place of another', async () => {
    const { model, request } = start();
    await request(0).answer(['a']);
    model.show('archived', '');
    expect(titlesOf(model)).toBeNull();
    await request(1).answer(['old']);
    model.show('active', '');
    expect(titlesOf(model)).toEqual(['a']);
  });
});

describe('an edit of a list', () => {
  const a = summaryOf({ id: 'a', title: 'a' });

  it('shows at once, and goes back when it fails', async () => {
    const { model, request } = start();
    await request(0).answer(['a', 'b']);
    const failing = model.edit(removal(a, model.shown().trips ?? []), async () => {
      expect(titlesOf(model)).toEqual(['b']);
      throw new Error('network');
    });
    await expect(failing).rejects.toThrow('network');
    expect(titlesOf(model)).toEqual(['a', 'b']);
  });

  it('is not undone by a list that was on its way, which is fetched again', async () => {
    const { model, requests, request } = start();
    await request(0).answer(['a', 'b']);
    model.refresh();
    const edited = model.edit(removal(a, model.shown().trips ?? []), settled);
    await request(1).answer(['a', 'b']);
    expect(titlesOf(model)).toEqual(['b']);
    await edited;
    await request(2).answer(['b', 'c']);
    expect(titlesOf(model)).toEqual(['b', 'c']);
    expect(requests).toHaveLength(3);
  });

  it('that fails after another list was opened leaves that one alone, and no list as it was last seen', async () => {
    const { source, model, request } = start();
    await request(0).answer(['a', 'b']);
    let refuse = (_: Error): void => undefined;
    const edited = model.edit(
      removal(a, model.shown().trips ?? []),
      () =>
        new Promise((_, reject) => {
          refuse = reject;
        }),
    );
    model.show('archived', '');
    await request(1).answer(['old']);
    refuse(new Error('network'));
    await expect(edited).rejects.toThrow('network');
    expect(titlesOf(model)).toEqual(['old']);
    expect(titlesOf(new TripListModel(source, 'active'))).toBeNull();
  });
});
