import type { DeviceAddress } from './channel';

/** The push service of Safari, on every device of Apple. */
const appleHost = 'push.apple.com';

/** Whether an address is a browser's that ends its subscription after a few pushes that show nothing. */
export function isVisibleOnly(address: DeviceAddress): boolean {
  const host = address.kind === 'web_push' ? (URL.parse(address.endpoint)?.hostname ?? '') : '';
  return host === appleHost || host.endsWith(`.${appleHost}`);
}
