import { describe, expect, it } from 'vitest';
import { browserLabel, deviceName } from '../../../../web/sdk/inbox/device-name';

describe('what a browser is called', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0',
      'Edge · Windows',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36',
      'Chrome · Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1',
      'Safari · iPhone',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0', 'Firefox · Linux'],
    ['Node.js/24', 'Browser'],
  ])('%s', (userAgent, label) => {
    expect(browserLabel(userAgent)).toBe(label);
    expect(deviceName(userAgent)).toBe(label === 'Browser' ? null : label);
  });

  it('nothing where there is no browser', () => {
    expect(deviceName(undefined)).toBeNull();
  });
});
