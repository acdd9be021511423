import { afterEach, describe, expect, it, vi } from 'vitest';
import { flagValue, withAbsolutePersistTo, withDefaults, withFlag } from '../../../scripts/flags.mjs';

describe('flagValue', () => {
  it('reads both spellings, and the last of several', () => {
    expect(flagValue(['--port', '9000'], '--port')).toBe('9000');
    expect(flagValue(['--port=9000'], '--port')).toBe('9000');
    expect(flagValue(['--port', '1', '--port=2'], '--port')).toBe('2');
  });

  it('is not misled by a longer name', () => {
    expect(flagValue(['--port-range=1', '--portal', '2'], '--port')).toBeUndefined();
  });
});

describe('withDefaults', () => {
  it('adds what was not given, and leaves what was', () => {
    const args = withDefaults(['--port=9000', '--verbose'], { '--port': '8787', '--ip': '127.0.0.1' });
    expect(args).toEqual(['--port=9000', '--verbose', '--ip', '127.0.0.1']);
  });
});

describe('withFlag', () => {
  it('takes the place of what was given, in either spelling', () => {
    expect(withFlag(['--port', '1', '--ip=::1', '--port=2', '--portal', '3'], '--port', '4')).toEqual([
      ...['--ip=::1', '--portal', '3', '--port', '4'],
    ]);
  });
});

describe('withAbsolutePersistTo', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('takes a relative folder from where the person typed it', () => {
    vi.stubEnv('INIT_CWD', '/home/aoi');
    const absolute = ['--port', '1', '--persist-to', '/home/aoi/trips'];
    expect(withAbsolutePersistTo(['--persist-to', './trips', '--port', '1'])).toEqual(absolute);
    expect(withAbsolutePersistTo(['--persist-to=trips', '--port', '1'])).toEqual(absolute);
  });

  it('leaves an absolute folder, and the absence of one', () => {
    expect(withAbsolutePersistTo(['--persist-to', '/data'])).toEqual(['--persist-to', '/data']);
    expect(withAbsolutePersistTo(['--port', '1'])).toEqual(['--port', '1']);
  });
});
