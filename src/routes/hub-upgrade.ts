import type { Context } from 'hono';
import { authenticate } from '../auth/authenticate';
import { type HubClient, type HubUpgrade, hubUpgradeHeader } from '../inbox/api';
import { type Close, closeOfToken, closes } from '../protocol/closes';
import { hubLimits } from '../protocol/limits';
import { personOfTicket } from '../protocol/secrets';
import type { AppEnv } from './app-env';
import { asciiJson } from './ascii-json';
import type { Credential } from './credentials';
import { inboxObject } from './inbox-objects';
import { cursorOf } from './realtime-schemas';

/** What a client that connects says besides who it is. */
export type HubWishes = Pick<HubUpgrade, 'cursor' | keyof HubClient>;

/** Where a connection belongs, or the close it is refused with. */
export type HubAdmission =
  | { readonly ok: true; readonly person: string; readonly upgrade: HubUpgrade }
  | { readonly ok: false; readonly close: Close };

/** What the query of an upgrade says; null when a part of it is longer than it can be. */
export function wishesOf(c: Context<AppEnv>): HubWishes | null {
  return checkedWishes({
    cursor: cursorOf({ cursor: c.req.query('cursor'), lastEventId: c.req.query('lastEventId') }),
    deviceId: c.req.query('device_id') || null,
    deviceName: c.req.query('device_name') || null,
    clientVersion: c.req.query('client_version') || null,
  });
}

/** The wishes, unless one is longer than it can be. */
export function checkedWishes(wishes: HubWishes): HubWishes | null {
  const { deviceId, deviceName, clientVersion, cursor } = wishes;
  const isShort =
    (deviceId?.length ?? 0) <= hubLimits.maxDeviceIdChars &&
    (deviceName?.length ?? 0) <= hubLimits.maxDeviceNameChars &&
    (clientVersion?.length ?? 0) <= hubLimits.maxClientVersionChars &&
    (cursor?.length ?? 0) <= 64;
  return isShort ? wishes : null;
}

/** Whose inbox a credential opens. Whether a ticket is good is for that inbox to tell. */
export async function admitToHub(
  env: Env,
  credential: Credential,
  wishes: HubWishes,
  correlationId: string | null,
): Promise<HubAdmission> {
  const upgrade = { transport: 'websocket', identity: null, ticket: null, correlationId, ...wishes } as const;
  if (credential.kind === 'ticket') {
    const person = personOfTicket(credential.ticket);
    if (person === null) return { ok: false, close: closes.unauthenticated };
    return { ok: true, person, upgrade: { ...upgrade, ticket: credential.ticket } };
  }
  const found = await authenticate(env, credential.token);
  if (!found.ok) return { ok: false, close: closeOfToken(found.refusal) };
  return { ok: true, person: found.value.id, upgrade: { ...upgrade, identity: found.value } };
}

/** Opens the socket at the person's inbox. What the inbox refuses it accepts and closes. */
export function openAtInbox(env: Env, person: string, upgrade: HubUpgrade): Promise<Response> {
  const headers = { upgrade: 'websocket', [hubUpgradeHeader]: asciiJson(upgrade) };
  return inboxObject(env, person).fetch('https://inbox/v1/realtime', { headers });
}
