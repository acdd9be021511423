import { exports } from 'cloudflare:workers';
import { Webhook } from 'standardwebhooks';
import type { NotificationView } from '../../src/protocol/notifications';
import type { Identity } from '../../src/protocol/roles';
import { type Answer, base, type Caller, newCaller } from './workers-caller';
import { inboxApiOf } from './workers-hub';

/** A source of webhooks in a test. */
export interface TestSource {
  readonly name: string;
  readonly secret: string;
}

/** A source that nobody else in this file uses. */
export async function newSource(admin: Caller, settings: Readonly<Record<string, unknown>> = {}): Promise<TestSource> {
  const name = `source-${crypto.randomUUID().slice(0, 8)}`;
  const { status, body } = await admin.call('POST', '/v1/webhook-sources', { name, ...settings });
  if (status !== 201) throw new Error(`declaring a source answered ${status}: ${JSON.stringify(body)}`);
  return { name, secret: body.secret as string };
}

/** How a test's webhook differs from a right one. */
export interface WebhookOptions {
  readonly id?: string;
  readonly sentAtMs?: number;
  /** Headers besides the signature's; a value here wins. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a webhook that its source has signed. A text goes as it is. */
export async function sendWebhook(source: TestSource, body: unknown, options: WebhookOptions = {}): Promise<Answer> {
  const { id = `msg_${crypto.randomUUID()}`, sentAtMs = Date.now(), headers = {} } = options;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return post(source.name, text, {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAtMs / 1000)),
    'webhook-signature': new Webhook(source.secret).sign(id, new Date(sentAtMs), text),
    ...headers,
  });
}

/** Sends any request to the address of a source. */
export async function post(name: string, body: BodyInit, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const answer = await exports.default.fetch(`${base}/v1/webhooks/${name}`, { method: 'POST', headers: { ...headers }, body });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer['body'] };
}

/** What stands in somebody's inbox, the newest first. */
export async function notificationsOf(person: string): Promise<readonly NotificationView[]> {
  const identity: Identity = { id: person, name: person, avatar: null, role: 'user', scopes: null, expiresAtMs: null };
  const query = { after: null, limit: 100, category: null, unreadOnly: false, dismissed: false, trips: [] };
  const page = await inboxApiOf({ id: person }).notifications(identity, 'list', query);
  if (!page.ok) throw new Error(`the inbox of ${person} answered ${page.refusal.code}`);
  return page.value.notifications;
}

/** Somebody with an id of their own, who has not been here. */
export function newPersonId(): string {
  return `person-${crypto.randomUUID().slice(0, 8)}`;
}

/** Administrators and services. */
export const newAdmin = (): Promise<Caller> => newCaller('Admin', { role: 'admin' });
export const newService = (): Promise<Caller> => newCaller('Service', { role: 'service' });
