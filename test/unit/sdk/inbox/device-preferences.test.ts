import { afterEach, expect, it, vi } from 'vitest';
import { preferencesOfDevice } from '../../../../web/sdk/inbox/device-preferences';

afterEach(() => vi.unstubAllGlobals());

function device(lang: string | undefined, language: string): ReturnType<typeof preferencesOfDevice> {
  vi.stubGlobal('document', lang === undefined ? undefined : { documentElement: { lang } });
  vi.stubGlobal('navigator', { language });
  return preferencesOfDevice();
}

it('a person reads the language that the page is shown in, else that of the device', () => {
  expect(device('ja', 'en-US').language).toBe('ja');
  expect(device('en', 'ja').language).toBe('en');
  expect(device('', 'ja-JP').language).toBe('ja');
  expect(device(undefined, 'ja-JP').language).toBe('ja');
  expect(device(undefined, 'fr').language).toBe('en');
});

it('a person is in the time zone of their device', () => {
  expect(device('en', 'en').time_zone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
});
