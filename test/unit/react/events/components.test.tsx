import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  ConflictDialog,
  eventTexts,
  MergeEditor,
  PresenceIndicators,
  TypingIndicator,
  textDifference,
} from '../../../../web/react/events';
import { conflictsAfter } from '../../../../web/react/events/use-conflicts';
import type { OpenDocument } from '../../../../web/react/use-document';
import {
  type ConflictMessage,
  type ConflictView,
  type DocumentSession,
  type DocumentState,
  Presence,
  toldTo,
} from '../../../../web/sdk';

const title = { section: 'title', index: null, field: 'title' } as const;

/** An open event with some others in it. */
function openEvent(...states: Record<string, unknown>[]): OpenDocument {
  const doc = new Y.Doc();
  const awareness = new Presence(doc, () => undefined);
  for (const [index, state] of states.entries()) {
    awareness.states.set(index + 1, { user: { id: `p${index}`, name: `Person ${index}`, color: '#1d62b7' }, ...state });
  }
  const state = { person: { id: 'self', name: 'Aoi', color: '#00706b' } } as unknown as DocumentState;
  return { session: {} as DocumentSession, state, doc, awareness, editable: true };
}

const here = { cursor: { ...title, offset: 1 } };
const typing = { typing: { field: 'title' } };

describe('who is here', () => {
  it('is a face for each of the others', () => {
    const html = renderToStaticMarkup(<PresenceIndicators document={openEvent({}, here)} />);
    expect(html).toContain('aria-label="Here now: Person 0, Person 1"');
    expect(html.match(/tt-face"/g)).toHaveLength(2);
  });

  it('is only who is at a place, where one is given', () => {
    const document = openEvent({}, here, typing);
    const html = renderToStaticMarkup(<PresenceIndicators document={document} place={title} locale="ja" />);
    expect(html).toContain('閲覧・編集中：Person 1, Person 2');
    expect(renderToStaticMarkup(<PresenceIndicators document={openEvent({})} place={title} />)).toBe('');
  });

  it('is never oneself in another window', () => {
    const self = { user: { id: 'self', name: 'Aoi', color: '#00706b' } };
    expect(renderToStaticMarkup(<PresenceIndicators document={openEvent(self)} />)).toBe('');
  });

  it('is counted where there are many', () => {
    const html = renderToStaticMarkup(<PresenceIndicators document={openEvent({}, {}, {}, {}, {})} max={3} />);
    expect(html.match(/tt-face"/g)).toHaveLength(2);
    expect(html).toContain('+3');
  });
});

describe('who types', () => {
  it.each([
    [[here], ''],
    [[typing], 'Person 0 is typing…'],
    [[typing, typing], 'Person 0 and Person 1 are typing…'],
    [[typing, typing, typing], '3 people are typing…'],
  ])('%j: %j', (states, words) => {
    const html = renderToStaticMarkup(<TypingIndicator document={openEvent(...states)} place={title} />);
    expect(html).toBe(`<p class="tt-typing ">${words}</p>`);
  });
});

describe('two versions', () => {
  it('differ by words, in any script', () => {
    expect(textDifference('会議は三時です', '会議は四時です').map(({ kind, text }) => `${kind} ${text}`)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^removed .*三/), expect.stringMatching(/^added .*四/)]),
    );
    expect(textDifference('same', 'same')).toMatchObject([{ kind: 'same', text: 'same' }]);
  });

  it('put together from what is there are both texts', () => {
    const [before, after] = ['a b c d', 'a x c d e'];
    const stretches = textDifference(before, after);
    const without = (kind: string) => stretches.filter((one) => one.kind !== kind).map(({ text }) => text);
    expect([without('added').join(''), without('removed').join('')]).toEqual([before, after]);
  });

  it('stand beside each other, what differs marked in both', () => {
    const html = renderToStaticMarkup(<MergeEditor mine="Room 1" theirs="Room 2" other="Ben" />);
    expect(html).toContain('<mark>1</mark>');
    expect(html).toContain('<mark>2</mark>');
    expect(html).toContain('Ben’s');
    expect(html).not.toContain('<textarea');
  });

  const dialog = (mine: unknown, theirs: unknown, more: { mergeable?: boolean; format?: (value: unknown) => string } = {}) =>
    renderToStaticMarkup(
      <ConflictDialog
        conflict={{ path: '/location', mine, theirs, by: { name: 'Ben' } }}
        label="場所"
        locale="ja"
        {...more}
        onChoose={async () => undefined}
        onClose={() => undefined}
      />,
    );

  it('of a text can become one, those of anything else cannot', () => {
    expect(dialog('A', 'B')).toContain(eventTexts.ja.keepMerged);
    expect(dialog('A', 'B')).toContain('変更が重なりました: 場所');
    expect(dialog('A', 'B')).toContain('A / B</textarea>');
    expect(dialog('A 1', 'A')).toContain('A 1</textarea>');
    const days = dialog('2027-03-10', '2027-03-11', { mergeable: false, format: (value) => `on ${value}` });
    expect(days).not.toContain(eventTexts.ja.keepMerged);
    expect(days).not.toContain('<textarea');
    expect(days).toContain('on ');
    expect(dialog(null, 'B')).not.toContain(eventTexts.ja.keepMerged);
    expect(dialog(null, 'B')).toContain(eventTexts.ja.nothing);
  });
});

it('somebody who wrote neither version is told whose they are', () => {
  const html = renderToStaticMarkup(
    <ConflictDialog
      conflict={{ path: '/location', mine: 'A', theirs: 'B', by: { name: 'Ben' } }}
      label="place"
      author="Chloé"
      onChoose={async () => undefined}
      onClose={() => undefined}
    />,
  );
  expect(html).toContain('Chloé and Ben changed this');
  expect(html).toContain('Keep Chloé’s');
  expect(html).toContain('Keep Ben’s');
  expect(html).not.toContain(eventTexts.en.keepMine);
});

it('whom nobody knows any more is spoken of without a name', () => {
  const dialogOf = (locale: 'en' | 'ja', author?: string) =>
    renderToStaticMarkup(
      <ConflictDialog
        conflict={{ path: '/location', mine: 'A', theirs: 'B', by: { name: '' } }}
        label="place"
        locale={locale}
        {...(author === undefined ? {} : { author })}
        onChoose={async () => undefined}
        onClose={() => undefined}
      />,
    );
  for (const locale of ['en', 'ja'] as const) {
    const texts = eventTexts[locale];
    const own = dialogOf(locale);
    expect(own).toContain(texts.conflictAbout(null));
    expect(own).toContain(texts.theirs(null));
    const between = dialogOf(locale, '');
    expect(between).toContain(texts.conflictBetween(null, null));
    for (const words of [texts.one, texts.theirs(null), texts.keepOne, texts.keepTheirs]) expect(between).toContain(`>${words}<`);
    expect(dialogOf(locale, 'Ben')).toContain(texts.keepOf('Ben'));
    for (const html of [own, between]) expect(html).not.toMatch(/>’s|Keep ’s|>さん|and {2}changed/);
  }
});

it('a conflict that was kept is told to its authors, each from their side, and to others as to who wrote later', () => {
  const [winner, loser] = [
    { by: { id: 'ben', name: 'Ben' }, value: 'B' },
    { by: { id: 'aoi', name: '葵' }, value: 'A' },
  ];
  const kept = { winner, loser } as ConflictView;
  expect(toldTo('aoi', kept)).toMatchObject({ mine: 'A', theirs: 'B', by: { id: 'ben' } });
  expect(toldTo('ben', kept)).toMatchObject({ mine: 'B', theirs: 'A', by: { id: 'aoi' } });
  expect(toldTo('chloe', kept)).toMatchObject({ mine: 'B', theirs: 'A', by: { id: 'aoi' } });
  const own = { winner, loser: { ...loser, by: winner.by } } as ConflictView;
  expect(toldTo('ben', own)).toMatchObject({ mine: 'B', theirs: 'A' });
});

it('a conflict that was decided is told no more', () => {
  const told = (conflict_id: string, resolved_at: string | null) => ({ conflict_id, resolved_at }) as ConflictMessage;
  const two = conflictsAfter(conflictsAfter([], told('a', null)), told('b', null));
  expect(conflictsAfter(two, told('a', null)).map(({ conflict_id }) => conflict_id)).toEqual(['b', 'a']);
  expect(conflictsAfter(two, told('a', '2026-11-22T17:00:00Z')).map(({ conflict_id }) => conflict_id)).toEqual(['b']);
});
