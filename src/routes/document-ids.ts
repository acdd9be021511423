import { v7 } from 'uuid';

// Version 7: by time. Version 8: derived from an idempotency key.
const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether a document can have this id at all; asked before an object is touched. */
export function isDocumentId(id: string): boolean {
  return pattern.test(id);
}

/** The id of a new document: UUIDv7, lower case. */
export function newDocumentId(): string {
  return v7();
}

/** The id of the document of a kind that a person creates under an idempotency key: the same call reaches the same object. */
export async function documentIdOfKey(personId: string, idempotencyKey: string): Promise<string> {
  const hash = await sha256(JSON.stringify([personId, idempotencyKey]));
  const hex = toHex(hash.subarray(0, 16));
  const variant = '89ab'[(hash[8] as number) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** SHA-256 of a text, in hex. */
export async function hashOf(text: string): Promise<string> {
  return toHex(await sha256(text));
}

/** SHA-256 of a text. */
export async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
