import { describe, expect, it } from 'vitest';
import { parseRoomName } from '../../../src/protocol/rooms';

describe('[G1] names of rooms', () => {
  it.each([
    ['public', { kind: 'public', key: '' }],
    ['hashtag:京都', { kind: 'hashtag', key: '京都' }],
    ['stock:room-12', { kind: 'stock', key: 'room-12' }],
    ['trip:0198a000-0000-7000-8000-000000000001', { kind: 'trip', key: '0198a000-0000-7000-8000-000000000001' }],
    ['user:auth0|7', { kind: 'user', key: 'auth0|7' }],
  ])('%s', (name, parts) => {
    expect(parseRoomName(name)).toEqual(parts);
  });

  it.each([
    [
      '',
      'public:',
      'public:x',
      'hashtag',
      'hashtag:',
      'room:x',
      'Public',
      'hashtag:a:b',
      'hashtag:a/b',
      'hashtag:a b',
      'hashtag:a#b',
    ],
    [`hashtag:${'x'.repeat(129)}`, 'room!hashtag:x/0', 'hashtag:a\n', ' public'],
  ])('%j and the like are none', (...names) => {
    for (const name of names) expect(parseRoomName(name), name).toBeNull();
  });
});
