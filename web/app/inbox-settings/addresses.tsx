import { useCallback } from 'react';
import type { Inbox } from '../../react';
import { ErrorNotice } from '../design/error-notice';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import { AddressForm } from './address-form';
import { DeviceList } from './device-list';
import { PushSettings } from './push-settings';
import { SettingsSection } from './settings-section';
import type { TypedAddress } from './typed-address';
import { useListed } from './use-listed';

/** Where somebody can be reached: this browser, other devices, mailboxes and telephones. */
export function Addresses({ inbox }: { readonly inbox: Inbox }) {
  const text = useTextOf();
  const showError = useShowError();
  const { items, error, reload } = useListed(useCallback(() => inbox.calls.listDevices(), [inbox]));
  const add = async (address: TypedAddress) => {
    const label = address.kind === 'email' ? address.email : address.number;
    try {
      await inbox.calls.putDevice(crypto.randomUUID(), { ...address, label });
    } catch (reason) {
      showError(reason);
    }
    await reload();
  };
  const remove = (id: string) => {
    inbox.calls.removeDevice(id).then(reload, showError);
  };
  const hasPush = items?.some(({ id, state }) => id === inbox.deviceId && state === 'active') ?? null;
  return (
    <>
      <SettingsSection title={text('inboxSettings.push.title')}>
        <PushSettings inbox={inbox} isOn={hasPush} onChanged={reload} />
      </SettingsSection>
      <SettingsSection title={text('inboxSettings.devices.title')}>
        {error !== null && <ErrorNotice error={error} onRetry={() => void reload()} />}
        {error === null && <DeviceList devices={items} onRemove={remove} />}
        <AddressForm onAdd={add} />
      </SettingsSection>
    </>
  );
}
