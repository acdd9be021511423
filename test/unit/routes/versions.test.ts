import { describe, expect, it } from 'vitest';
import { demandedVersion, etagOf, hasVersion, versionsIn } from '../../../src/routes/versions';

describe('If-None-Match', () => {
  it.each(['"v12"', 'W/"v12"', '*', '"v3", "v12"', '"x",W/"v12"'])('%s knows version 12', (header) => {
    expect(hasVersion(header, 12)).toBe(true);
  });

  it.each([undefined, '"v1"', '"v120"', 'v12', '""', ''])('%s does not', (header) => {
    expect(hasVersion(header, 12)).toBe(false);
  });
});

describe('[H3] the versions in an If-None-Match', () => {
  it.each([
    ['"v12"', [12]],
    ['W/"v12"', [12]],
    ['"v3", "x" ,W/"v12"', [3, 12]],
    ['*', []],
    ['v12', []],
    ['"v"', []],
    ['', []],
    [undefined, []],
  ])('%s', (header, versions) => {
    expect(versionsIn(header)).toEqual(versions);
  });
});

describe('If-Match', () => {
  it('reads back every entity tag of ours', () => {
    for (const version of [0, 1, 12, 4_000_000_000]) expect(demandedVersion(etagOf(version))).toBe(version);
    expect(demandedVersion(' * ')).toBe('*');
  });

  it('is needed', () => {
    expect(() => demandedVersion(undefined)).toThrow('precondition-required');
  });

  it.each(['', 'v12', '"12"', 'W/"v12"', '"v-1"', '"v012"', '"v12", "v13"', '"v99999999999999999999"'])(
    'a tag that no version has is stale: %s',
    (header) => {
      expect(() => demandedVersion(header)).toThrow('precondition-failed');
    },
  );
});
