import type { InboxDevice } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { type DeviceActions, DeviceItem } from './device-item';

interface DeviceListProps extends DeviceActions {
  /** Null while nothing is known yet. */
  readonly devices: readonly InboxDevice[] | null;
}

/** Where somebody can be reached outside of the app. */
export function DeviceList({ devices, ...actions }: DeviceListProps) {
  const text = useTextOf();
  if (devices === null) return <div aria-hidden="true" className="skeleton h-12" />;
  if (devices.length === 0) return <p className="text-muted">{text('inboxSettings.devices.none')}</p>;
  return (
    <ul className="flex flex-col">
      {devices.map((device) => (
        <DeviceItem key={device.id} device={device} {...actions} />
      ))}
    </ul>
  );
}
