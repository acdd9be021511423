import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CollaborationStatus } from '../../../web/react/collaboration-status';
import { CollaborationTools } from '../../../web/react/collaboration-tools';
import { ParticipantList } from '../../../web/react/participant-list';
import { collaborationTexts } from '../../../web/react/texts';
import type { OpenTrip } from '../../../web/react/use-trip';
import { type DocumentSession, type DocumentState, type Member, Presence } from '../../../web/sdk';

/** An open trip as the components see it, without a server behind it. */
function openTrip(change: Partial<DocumentState> = {}): OpenTrip {
  const doc = new Y.Doc();
  const awareness = new Presence(doc, () => undefined);
  const state: DocumentState = {
    status: { name: 'live' },
    role: 'owner',
    person: { id: 'aoi', name: '葵', color: '#00706b' },
    members: null,
    loaded: true,
    saved: true,
    unsaved: 0,
    locks: [],
    refused: null,
    storage: { kind: 'persistent' },
    ...change,
  };
  awareness.destroy();
  return { session: { state } as DocumentSession, state, doc, awareness, editable: true };
}

function members(count: number): Member[] {
  const names = Array.from({ length: count }, (_, index) => `Person ${index}`);
  return names.map((name, index) => ({ id: `p${index}`, name, role: 'viewer', color: '#00706b', avatar: null }));
}

describe('CollaborationStatus', () => {
  it.each([
    [{}, 'calm', 'Saved'],
    [{ unsaved: 1, saved: false }, 'busy', 'Saving…'],
    [{ status: { name: 'connecting', failures: 0 } }, 'busy', 'Connecting…'],
    [{ status: { name: 'polling', reason: 'blocked' } }, 'busy', 'Slow connection'],
    [{ status: { name: 'offline', reason: 'network', retryAtMs: null } }, 'offline', 'Offline'],
    [{ status: { name: 'offline', reason: 'network', retryAtMs: null }, unsaved: 1 }, 'offline', '1 edit not saved'],
    [{ unsaved: 2, refused: 'document-full' }, 'problem', '2 edits not saved'],
  ] satisfies [Partial<DocumentState>, string, string][])('%j looks %s and says %s', (change, look, words) => {
    const html = renderToStaticMarkup(<CollaborationStatus trip={openTrip(change)} />);
    expect(html).toContain(`data-status="${look}"`);
    expect(html).toContain(`</svg><span class="tt-status-words">${words}</span>`);
  });

  it.each(['unavailable', 'full', 'corrupted'] as const)('warns of a device whose storage is %s, in both languages', (reason) => {
    for (const locale of ['en', 'ja'] as const) {
      const trip = openTrip({ storage: { kind: 'memory', reason } });
      const html = renderToStaticMarkup(<CollaborationStatus trip={trip} locale={locale} />);
      expect(html).toContain(collaborationTexts[locale].storage[reason]);
    }
  });

  it('does not warn where the program chose to keep nothing, nor where another place warns', () => {
    const off = openTrip({ storage: { kind: 'memory', reason: 'off' } });
    expect(renderToStaticMarkup(<CollaborationStatus trip={off} />)).not.toContain('tt-storage-warning');
    const full = openTrip({ storage: { kind: 'memory', reason: 'full' } });
    expect(renderToStaticMarkup(<CollaborationStatus trip={full} storage={false} />)).not.toContain('tt-storage-warning');
  });

  it('says it in other words when told so', () => {
    expect(renderToStaticMarkup(<CollaborationStatus trip={openTrip()} texts={{ saved: 'All safe' }} />)).toContain('All safe');
  });
});

describe('ParticipantList', () => {
  it('shows at most so many, and counts the others by name', () => {
    const html = renderToStaticMarkup(<ParticipantList trip={openTrip({ members: members(9) })} absent max={4} />);
    expect(html.match(/tt-person-name/g)).toHaveLength(3);
    expect(html).toContain('+7');
    expect(html).toContain('7 more');
    expect(html).toContain('title="Person 2, Person 3');
  });

  it('shows all when they fit', () => {
    const html = renderToStaticMarkup(<ParticipantList trip={openTrip({ members: members(3) })} absent max={4} />);
    expect(html.match(/tt-person-name/g)).toHaveLength(4);
    expect(html).not.toContain('tt-person-more');
  });
});

describe('CollaborationTools', () => {
  it('has no undo for who may not edit, and no switch for who is not offered one', () => {
    const html = renderToStaticMarkup(<CollaborationTools />);
    expect(html).not.toContain('<button');
  });

  it('switches off what cannot be undone', () => {
    const undo = { canUndo: true, canRedo: false, undo: () => undefined, redo: () => undefined };
    const html = renderToStaticMarkup(<CollaborationTools undo={undo} />);
    expect(html).toMatch(/aria-label="Undo"[^>]*title="Undo">/);
    expect(html).toMatch(/aria-label="Redo"[^>]*disabled=""/);
  });
});

describe('the words of the components', () => {
  it('are all there in both languages', () => {
    const { en, ja } = collaborationTexts;
    expect(Object.keys(ja)).toEqual(Object.keys(en));
    const flat = (texts: object): unknown[] =>
      Object.values(texts).flatMap((text) => (typeof text === 'object' && text !== null ? flat(text) : [text]));
    for (const texts of [en, ja]) {
      for (const text of flat(texts)) expect(typeof text === 'function' ? text('x') : text).toMatch(/\S/);
    }
  });
});
