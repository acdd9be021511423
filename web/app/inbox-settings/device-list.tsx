import { Mail, MessageSquare, MonitorSmartphone, Trash2 } from 'lucide-react';
import type { InboxDevice } from '../../react';
import { IconButton } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';

interface DeviceListProps {
  /** Null while nothing is known yet. */
  readonly devices: readonly InboxDevice[] | null;
  readonly onRemove: (id: string) => void;
}

const icons = {
  web_push: MonitorSmartphone,
  fcm: MonitorSmartphone,
  apns: MonitorSmartphone,
  email: Mail,
  sms: MessageSquare,
} as const;

/** Where somebody can be reached outside of the app. */
export function DeviceList({ devices, onRemove }: DeviceListProps) {
  const text = useTextOf();
  if (devices === null) return <div aria-hidden="true" className="skeleton h-12" />;
  if (devices.length === 0) return <p className="text-muted">{text('inboxSettings.devices.none')}</p>;
  return (
    <ul className="flex flex-col">
      {devices.map(({ id, kind, label, address, state }) => {
        const Icon = icons[kind];
        return (
          <li key={id} className="flex min-h-14 items-center gap-3 border-b border-line py-1 last:border-b-0">
            <Icon size={18} aria-hidden="true" className="shrink-0 text-muted" />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{label}</span>
              <span className="block truncate text-sm text-muted">
                {address}
                {state !== 'active' && (
                  <span className="text-danger">
                    {' · '}
                    {text(state === 'invalid' ? 'inboxSettings.devices.invalid' : 'inboxSettings.devices.optedOut')}
                  </span>
                )}
              </span>
            </span>
            <IconButton label={text('inboxSettings.devices.remove', { label })} onClick={() => onRemove(id)}>
              <Trash2 size={17} aria-hidden="true" />
            </IconButton>
          </li>
        );
      })}
    </ul>
  );
}
