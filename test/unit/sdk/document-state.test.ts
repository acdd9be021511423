import { describe, expect, it } from 'vitest';
import { changedState, type DocumentState, isSameState } from '../../../web/sdk/document-state';

const state: DocumentState = {
  status: { name: 'live' },
  role: 'editor',
  person: { id: 'ben', name: 'Ben', color: '#112233' },
  members: [],
  loaded: true,
  saved: true,
  unsaved: 0,
  locks: [],
  refused: null,
  storage: { kind: 'persistent' },
};

describe('two states of a trip', () => {
  it('are the same when they say the same', () => {
    expect(isSameState(state, { ...state, storage: { kind: 'persistent' } })).toBe(true);
    const memory = { ...state, storage: { kind: 'memory', reason: 'full' } } as const;
    expect(isSameState(memory, { ...memory, storage: { kind: 'memory', reason: 'full' } })).toBe(true);
  });

  it.each([
    { saved: false },
    { unsaved: 1 },
    { role: null },
    { members: null },
    { status: { name: 'live' } },
    { storage: { kind: 'memory', reason: 'off' } },
  ] satisfies Partial<DocumentState>[])('are not with %o', (change) => {
    expect(isSameState(state, { ...state, ...change })).toBe(false);
  });

  it('are not when another thing keeps the device from keeping it', () => {
    const [full, off] = (['full', 'off'] as const).map((reason) => ({ ...state, storage: { kind: 'memory', reason } }) as const);
    expect(isSameState(full as DocumentState, off as DocumentState)).toBe(false);
  });
});

describe('a changed state of a trip', () => {
  it('is the same object when it says the same', () => {
    expect(changedState(state, { unsaved: 0, storage: { kind: 'persistent' } })).toBe(state);
  });

  it('keeps what says the same, so that who shows only that need not do so again', () => {
    const changed = changedState(state, { unsaved: 1, saved: false, storage: { kind: 'persistent' } });
    expect(changed).toEqual({ ...state, unsaved: 1, saved: false });
    expect(changed.storage).toBe(state.storage);
  });
});
