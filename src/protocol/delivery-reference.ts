/** One delivery to one person, as a provider's callback or a link in a mail names it. */
export interface DeliveryReference {
  readonly person: string;
  readonly deliveryId: string;
}

/** What a reference is good for; one that was made for the one means nothing to the other. */
export type ReferencePurpose = 'callback' | 'unsubscribe';

const macBytes = 16;

/**
 * A reference as text: base64url of a MAC (HMAC-SHA-256, the first 16 bytes) and the ids. It is signed and not encrypted: who
 * gets it, gets the person's address with it, and learns nothing more from the ids; what matters is that nobody can make one for
 * somebody else. Its alphabet fits where providers keep references.
 * @param secret at least 32 characters.
 */
export async function signReference(secret: string, purpose: ReferencePurpose, reference: DeliveryReference): Promise<string> {
  const ids = new TextEncoder().encode(JSON.stringify([reference.person, reference.deliveryId]));
  const mac = await crypto.subtle.sign('HMAC', await keyOf(secret), signedBytes(purpose, ids));
  const bytes = new Uint8Array(macBytes + ids.byteLength);
  bytes.set(new Uint8Array(mac, 0, macBytes));
  bytes.set(ids, macBytes);
  return base64UrlOf(bytes);
}

/** The reference in a text; null for a text that this secret and purpose did not sign. */
export async function readReference(secret: string, purpose: ReferencePurpose, text: string): Promise<DeliveryReference | null> {
  const bytes = bytesOf(text);
  if (bytes === null || bytes.byteLength <= macBytes) return null;
  const ids = bytes.subarray(macBytes);
  const expected = new Uint8Array(await crypto.subtle.sign('HMAC', await keyOf(secret), signedBytes(purpose, ids)));
  if (!isSame(bytes.subarray(0, macBytes), expected.subarray(0, macBytes))) return null;
  const [person, deliveryId] = JSON.parse(new TextDecoder().decode(ids)) as [string, string];
  return { person, deliveryId };
}

function keyOf(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

function signedBytes(purpose: ReferencePurpose, ids: Uint8Array): Uint8Array<ArrayBuffer> {
  const lead = new TextEncoder().encode(`triptrip ${purpose} reference\n`);
  const bytes = new Uint8Array(lead.byteLength + ids.byteLength);
  bytes.set(lead);
  bytes.set(ids, lead.byteLength);
  return bytes;
}

/** Takes the same time wherever the two differ. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0;
}

function base64UrlOf(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]{1,1024}$/.test(text) || text.length % 4 === 1) return null;
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}
