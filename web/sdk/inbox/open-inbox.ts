import type { CredentialSource } from '../credentials';
import { credentialsFor } from '../credentials';
import { HubConnection } from '../hub/hub-connection';
import { HubRest } from '../hub/hub-rest';
import { newMessageId } from '../hub/message-id';
import type { EventSourceConstructor } from '../hub/sse-transport';
import type { Network, Page } from '../network';
import type { DeviceStore } from '../offline/device-store';
import type { WebSocketConstructor } from '../socket';
import { deviceName } from './device-name';
import { Inbox } from './inbox';
import { InboxCalls } from './inbox-calls';
import { readKept } from './inbox-store';

export interface OpenInboxOptions {
  /** Origin of the server. */
  readonly url: string;
  readonly credentials: CredentialSource;
  /** Null keeps nothing on the device. */
  readonly store: DeviceStore | null;
  readonly WebSocket: WebSocketConstructor;
  /** Null where there is none. */
  readonly EventSource: EventSourceConstructor | null;
  readonly network: Network;
  readonly page: Page;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** What the server calls this client. */
const clientVersion = 'triptrip-sdk/0.1.0';

/** Opens an inbox with what the device keeps of it, and connects it. */
export async function openInbox({ credentials: options, store, ...surroundings }: OpenInboxOptions): Promise<Inbox> {
  const record = store?.record('inbox') ?? null;
  const kept = await readKept(record);
  const deviceId = kept?.snapshot.deviceId ?? newMessageId();
  const credentials = credentialsFor(surroundings.url, 'inbox', options);
  const rest = new HubRest(surroundings.url, credentials);
  const hub = new HubConnection({
    ...surroundings,
    ...{ credentials, rest },
    cursor: kept?.snapshot.cursor ?? null,
    query: { device_id: deviceId, device_name: deviceName(globalThis.navigator?.userAgent), client_version: clientVersion },
  });
  const { page, random } = surroundings;
  const pushRecord = store?.record('push') ?? null;
  return new Inbox({ hub, calls: new InboxCalls(rest), page, random, deviceId, kept, record, pushRecord });
}
