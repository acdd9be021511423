import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'react-intl';
import { describe, expect, it, vi } from 'vitest';
import { Router } from 'wouter';
import en from '../../../../web/app/messages/en.json' with { type: 'json' };
import ja from '../../../../web/app/messages/ja.json' with { type: 'json' };
import { TripDates } from '../../../../web/app/trips/trip-dates';
import { TripResults } from '../../../../web/app/trips/trip-results';
import type { TripActions } from '../../../../web/app/trips/use-trip-actions';
import type { TripList } from '../../../../web/app/trips/use-trip-list';
import type { WhichTrips } from '../../../../web/app/trips/which-trips';
import { summaryOf } from './trip-summary';

// What the cards import listens to the browser's window.
vi.hoisted(() => vi.stubGlobal('addEventListener', () => undefined));

const catalogs = { en, ja };
const nothing = () => undefined;
const actions: TripActions = {
  rename: nothing,
  archive: nothing,
  unarchive: nothing,
  remove: nothing,
  restore: nothing,
  leave: nothing,
};

function draw(element: ReactNode, locale: 'en' | 'ja' = 'en'): string {
  const html = renderToStaticMarkup(
    <IntlProvider locale={locale} messages={catalogs[locale]} timeZone="UTC">
      <Router ssrPath="/">{element}</Router>
    </IntlProvider>,
  );
  // What separates the runs of text in the markup; and the narrow spaces of dates.
  return html.replaceAll('<!-- -->', '').replaceAll(/[\u2009\u202f]/g, ' ');
}

function results(more: Partial<TripList> = {}, which: WhichTrips = 'active'): string {
  const list: TripList = {
    trips: [],
    error: null,
    cursor: null,
    loading: false,
    q: '',
    loadMore: nothing,
    refresh: nothing,
    edit: async () => undefined,
    ...more,
  };
  return draw(<TripResults which={which} list={list} actions={actions} onClear={nothing} welcome={<p>welcome</p>} />);
}

describe('the list of trips', () => {
  it('is skeletons before the first answer, and nothing but the error when there is none', () => {
    expect(results({ trips: null, loading: true })).toContain('class="skeleton');
    expect(results({ trips: null, error: new Error('network') })).toBe('');
  });

  it('welcomes who has no trips, and only them', () => {
    expect(results()).toContain('welcome');
    expect(results({}, 'archived')).toContain(en['trips.noArchived']);
    expect(results({}, 'deleted')).toContain(en['trips.noDeleted']);
    const search = results({ q: 'Timbuktu' });
    expect(search).toContain('Nothing found for “Timbuktu”');
    expect(search).toContain(en['trips.clear']);
  });

  it('shows a card with its dates, place, faces and role', () => {
    const html = results({
      trips: [
        summaryOf({
          role: 'viewer',
          start_date: '2027-10-12',
          end_date: '2027-10-15',
          destination: '京都',
          cover: 'cover:temple',
          member_count: 7,
        }),
      ],
    });
    for (const shown of ['Oct 12 – 15, 2027 · 4 days', '京都', 'Viewer', '+6', 'With 葵 and 6 more', 'data-scene="temple"']) {
      expect(html).toContain(shown);
    }
    expect(html).toContain('href="/trips/0198a000-0000-7000-8000-000000000001"');
  });

  it('leads from a deleted card nowhere but back', () => {
    const html = results({ trips: [summaryOf({ restorable_until: '2026-12-22T12:00:00.000Z' })] }, 'deleted');
    expect(html).toContain('Can be restored until December 22');
    expect(html).not.toContain('href=');
    expect(html).not.toContain('aria-haspopup');
  });

  it('offers more as long as there is more', () => {
    expect(results({ trips: [summaryOf()], cursor: 'x' })).toContain(en['trips.more']);
    expect(results({ trips: [summaryOf()] })).not.toContain(en['trips.more']);
  });
});

describe('the dates of a trip', () => {
  it.each([
    ['2026-10-12', '2026-10-15', 'Oct 12 – 15, 2026 · 4 days', '2026年10月12日～15日 · 4日間'],
    ['2026-10-30', '2026-11-02', 'Oct 30 – Nov 2, 2026 · 4 days', '2026年10月30日～11月2日 · 4日間'],
    ['2026-12-30', '2027-01-02', 'Dec 30, 2026 – Jan 2, 2027 · 4 days', '2026年12月30日～2027年1月2日 · 4日間'],
    ['2026-10-12', '2026-10-12', 'Oct 12, 2026 · 1 day', '2026年10月12日 · 1日間'],
    ['2026-10-12', null, 'Oct 12, 2026', '2026年10月12日'],
    [null, '2026-10-12', 'Oct 12, 2026', '2026年10月12日'],
    [null, null, 'No dates yet', '日程未定'],
  ])('from %s to %s', (start, end, english, japanese) => {
    expect(draw(<TripDates start={start} end={end} />)).toBe(english);
    expect(draw(<TripDates start={start} end={end} />, 'ja')).toBe(japanese);
  });
});
