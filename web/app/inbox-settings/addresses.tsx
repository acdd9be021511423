import { useCallback, useEffect } from 'react';
import type { Inbox, InboxDevice } from '../../react';
import { ErrorNotice } from '../design/error-notice';
import { useToast } from '../design/toast';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import { AddressForm } from './address-form';
import { DeviceList } from './device-list';
import { PushSettings } from './push-settings';
import { SettingsSection } from './settings-section';
import type { TypedAddress } from './typed-address';
import { useListed } from './use-listed';

/** Whether a code could be sent is known a moment later than the list is read. */
const rereadMs = 3_000;

/** Where somebody can be reached: this browser, other devices, mailboxes and telephones. */
export function Addresses({ inbox, isLive }: { readonly inbox: Inbox; readonly isLive: boolean }) {
  const text = useTextOf();
  const show = useToast();
  const showError = useShowError();
  const { items, error, reload } = useListed(
    useCallback(() => inbox.calls.listDevices(), [inbox]),
    isLive,
  );
  useReread(items, reload);
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
    // What it failed for may be that it is gone already.
    void inbox.calls.removeDevice(id).catch(showError).then(reload);
  };
  const verify = async ({ id, label }: InboxDevice, code: string) => {
    await inbox.calls.verifyDevice(id, code);
    show({ text: text('inboxSettings.code.confirmed', { address: label }) });
    await reload();
  };
  const resend = async ({ id, label }: InboxDevice) => {
    await inbox.calls.sendDeviceCode(id);
    show({ text: text('inboxSettings.code.sent', { address: label }) });
    await reload();
  };
  const hasPush = items?.some(({ id, state }) => id === inbox.deviceId && state === 'active') ?? null;
  return (
    <>
      <SettingsSection title={text('inboxSettings.push.title')}>
        <PushSettings inbox={inbox} isOn={hasPush} onChanged={reload} />
      </SettingsSection>
      <SettingsSection title={text('inboxSettings.devices.title')}>
        {error !== null && <ErrorNotice error={error} onRetry={() => void reload()} />}
        {(error === null || items !== null) && (
          <DeviceList devices={items} onRemove={remove} onVerify={verify} onResend={resend} />
        )}
        <AddressForm onAdd={add} />
      </SettingsSection>
    </>
  );
}

/** Reads the list once more when a code is under way. */
function useReread(items: readonly InboxDevice[] | null, reload: () => Promise<void>): void {
  const sent = items
    ?.filter(({ verification }) => verification !== null)
    .map(({ id, verification }) => id + verification?.expires_at);
  const underWay = sent?.join() ?? '';
  useEffect(() => {
    if (underWay === '') return;
    const timer = setTimeout(() => void reload(), rereadMs);
    return () => clearTimeout(timer);
  }, [underWay, reload]);
}
