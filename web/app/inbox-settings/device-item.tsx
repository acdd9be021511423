import { Mail, MessageSquare, MonitorSmartphone, Trash2 } from 'lucide-react';
import type { InboxDevice } from '../../react';
import { IconButton } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { CodeForm } from './code-form';

/** What can be done with a device. */
export interface DeviceActions {
  readonly onRemove: (id: string) => void;
  /** Rejects when it is not the code. */
  readonly onVerify: (device: InboxDevice, code: string) => Promise<void>;
  readonly onResend: (device: InboxDevice) => Promise<void>;
}

const icons = {
  web_push: MonitorSmartphone,
  fcm: MonitorSmartphone,
  apns: MonitorSmartphone,
  email: Mail,
  sms: MessageSquare,
} as const;

const stateTexts = {
  unverified: 'inboxSettings.devices.unverified',
  invalid: 'inboxSettings.devices.invalid',
  opted_out: 'inboxSettings.devices.optedOut',
} as const;

/** One place where somebody can be reached; of one that is new, the field for its code. */
export function DeviceItem({ device, onRemove, onVerify, onResend }: DeviceActions & { readonly device: InboxDevice }) {
  const text = useTextOf();
  const { id, kind, label, address, state, verification } = device;
  const Icon = icons[kind];
  return (
    <li className="border-b border-line last:border-b-0">
      <div className="flex min-h-14 items-center gap-3 py-1">
        <Icon size={18} aria-hidden="true" className="shrink-0 text-muted" />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{label}</span>
          <span className="flex text-sm whitespace-pre text-muted">
            <span className="truncate">{address}</span>
            {state !== 'active' && (
              <span className={`shrink-0 ${state === 'unverified' ? 'text-warn' : 'text-danger'}`}>
                {' · '}
                {text(stateTexts[state])}
              </span>
            )}
          </span>
        </span>
        <IconButton label={text('inboxSettings.devices.remove', { label })} onClick={() => onRemove(id)}>
          <Trash2 size={17} aria-hidden="true" />
        </IconButton>
      </div>
      {verification !== null && (
        <CodeForm
          address={label}
          verification={verification}
          onVerify={(code) => onVerify(device, code)}
          onResend={() => onResend(device)}
        />
      )}
    </li>
  );
}
