import { describe, expect, it } from 'vitest';
import { readTypedAddress } from '../../../../web/app/inbox-settings/typed-address';

describe('readTypedAddress', () => {
  it.each([
    [' aoi@example.com ', { kind: 'email', email: 'aoi@example.com' }],
    ['ａｏｉ＠example.com', { kind: 'email', email: 'aoi@example.com' }],
    ['+81 90-1234-5678', { kind: 'sms', number: '+819012345678' }],
    ['＋８１ ９０ １２３４ ５６７８', { kind: 'sms', number: '+819012345678' }],
    ['090-1234-5678', null],
    ['aoi@example', null],
    ['somebody', null],
    ['', null],
  ])('%s', (typed, expected) => {
    expect(readTypedAddress(typed)).toEqual(expected);
  });
});
