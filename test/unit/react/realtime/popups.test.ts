import { describe, expect, it } from 'vitest';
import { isUrgent, maxPopups, stillUnread, withNewest } from '../../../../web/react';
import { notification } from './notification';

describe('isUrgent', () => {
  it.each([
    ['low', false],
    ['normal', false],
    ['high', true],
    ['critical', true],
  ] as const)('%s: %s', (priority, expected) => {
    expect(isUrgent({ priority })).toBe(expected);
  });
});

describe('withNewest', () => {
  it('puts the newest first and keeps no more than fit', () => {
    const shown = ['a', 'b', 'c', 'd'].map((id) => notification({ id })).reduce(withNewest, []);
    expect(shown.map(({ id }) => id)).toEqual(['d', 'c', 'b']);
    expect(shown).toHaveLength(maxPopups);
  });

  it('shows one notification once', () => {
    const shown = withNewest([notification({ id: 'a' }), notification({ id: 'b' })], notification({ id: 'b', title: 'Changed' }));
    expect(shown.map(({ id, title }) => [id, title])).toEqual([
      ['b', 'Changed'],
      ['a', 'A title'],
    ]);
  });
});

describe('stillUnread', () => {
  it('takes away what was read or removed on another device', () => {
    const shown = ['a', 'b', 'c'].map((id) => notification({ id }));
    const now = [notification({ id: 'a', read_at: '2026-11-22T10:00:00Z' }), notification({ id: 'b' })];
    expect(stillUnread(shown, now).map(({ id }) => id)).toEqual(['b']);
  });
});
