import { useSyncExternalStore } from 'react';
import { onChoice, readChoice, rememberChoice } from './device-choices';
import { isZone } from './zone-times';

/** The zone of this device. */
export function deviceZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The zone in which the calendar is shown: that of the device unless somebody chose another one here. */
export function useCalendarZone(): string {
  const chosen = useSyncExternalStore(onChoice, () => readChoice('zone'));
  return chosen !== null && isZone(chosen) ? chosen : deviceZone();
}

export function chooseZone(zone: string): void {
  rememberChoice('zone', zone === deviceZone() ? null : zone);
}

/** All zones that this browser knows, those of the device and of `others` first. */
export function knownZones(...others: readonly (string | null)[]): string[] {
  const first = [deviceZone(), ...others.filter((zone) => zone !== null)];
  return [...new Set([...first, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}
