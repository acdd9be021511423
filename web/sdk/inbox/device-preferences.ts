import type { InboxPreferences } from '../../../src/protocol/notifications';

/** What this device knows of its person: where they are, and which of our languages they read. */
export function preferencesOfDevice(): Pick<InboxPreferences, 'language' | 'time_zone'> {
  const shown = globalThis.document?.documentElement.lang || globalThis.navigator?.language;
  return {
    language: shown?.startsWith('ja') ? 'ja' : 'en',
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
