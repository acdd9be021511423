import type { Outcome } from '../../protocol/codes';
import { isObject, type Json, type JsonObject } from './json';

/** What a webhook says, in one form however it was sent: what a mapping's pointers point into. */
export interface WebhookEvent {
  /** The type of a CloudEvent, or the member `type` of a plain body; null for a body without one. */
  readonly type: string | null;
  /** A CloudEvent as in structured mode, whatever its mode was; else the body. */
  readonly document: JsonObject;
  /** What a source without a mapping sends its notification in: the data of a CloudEvent, or the body. */
  readonly payload: Json;
}

/** Media types of webhooks: plain JSON or a binary CloudEvent, and a structured one. */
export const webhookTypes = ['application/json', 'application/cloudevents+json'] as const;

/**
 * Reads the event of a request (CloudEvents 1.0, HTTP binding).
 * @param headers of the request, names in lower case.
 * @param body the JSON value of the body.
 */
export function readEvent(mediaType: string, headers: Iterable<readonly [string, string]>, body: Json): Outcome<WebhookEvent> {
  if (mediaType === 'application/cloudevents+json') {
    return isObject(body) ? cloudEventOf(body) : refuse('A CloudEvent is a JSON object.');
  }
  const attributes = attributesOf(headers);
  if ('specversion' in attributes) return cloudEventOf({ ...attributes, data: body });
  if (!isObject(body)) return refuse('The body is no JSON object.');
  const type = typeof body.type === 'string' ? body.type : null;
  return { ok: true, value: { type, document: body, payload: body } };
}

/** The headers of a binary CloudEvent. They are not signed: what repeats an event must repeat them, too (Q6). */
function attributesOf(headers: Iterable<readonly [string, string]>): Record<string, string> {
  const attributes: [string, string][] = [];
  for (const [name, value] of headers) {
    const [, attribute] = /^ce-([a-z0-9]{1,40})$/.exec(name.toLowerCase()) ?? [];
    if (attribute !== undefined && attribute !== 'data') attributes.push([attribute, decodedHeader(value)]);
  }
  return Object.fromEntries(attributes);
}

function cloudEventOf(envelope: JsonObject): Outcome<WebhookEvent> {
  if (envelope.specversion !== '1.0') return refuse('Only CloudEvents of version 1.0 are understood.');
  for (const name of ['id', 'source', 'type']) {
    const value = envelope[name];
    if (typeof value !== 'string' || value === '') return refuse(`The CloudEvent has no ${name}.`);
  }
  const { time } = envelope;
  if (time !== undefined && (typeof time !== 'string' || !timePattern.test(time) || Number.isNaN(Date.parse(time)))) {
    return refuse('The time of the CloudEvent is not as in RFC 3339.');
  }
  const { data_base64: encoded, ...others } = envelope;
  if (encoded === undefined) return accepted(envelope);
  if (envelope.data !== undefined) return refuse('The CloudEvent has data twice.');
  const data = jsonOfBase64(encoded);
  return data === undefined ? refuse('The data of the CloudEvent are not JSON.') : accepted({ ...others, data });
}

const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

function accepted(document: JsonObject): Outcome<WebhookEvent> {
  return { ok: true, value: { type: document.type as string, document, payload: document.data ?? null } };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

function jsonOfBase64(encoded: Json): Json | undefined {
  if (typeof encoded !== 'string') return undefined;
  try {
    const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
    return JSON.parse(utf8.decode(bytes)) as Json;
  } catch {
    return undefined;
  }
}

/** A header's value without the quotes and the percent-encoding of the HTTP binding (3.1.3.2). */
function decodedHeader(value: string): string {
  const text = /^".*"$/.test(value) ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that begins no escape stands for itself.
    return text;
  }
}

function refuse(detail: string): Outcome<never> {
  return { ok: false, refusal: { code: 'invalid', detail } };
}
