import { encryptNotification } from '@block65/webcrypto-web-push';

/** What push services have to take is 4,096 bytes; the header, the delimiter and the tag are 103 of them (RFC 8188, 8291). */
export const maxPushBytes = 3_993;

/** The keys of a push subscription, in base64url. */
export interface SubscriptionKeys {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** A text for one browser only (RFC 8291), or why there is none: it is too long, or the keys are not what they should be. */
export async function encryptPush(
  text: string,
  { endpoint, p256dh, auth }: SubscriptionKeys,
): Promise<Uint8Array<ArrayBuffer> | 'too-long' | 'bad-keys'> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.byteLength > maxPushBytes) return 'too-long';
  const subscription = { endpoint, expirationTime: null, keys: { p256dh, auth } };
  try {
    return new Uint8Array(await encryptNotification(subscription, bytes, { pad: false }));
  } catch {
    return 'bad-keys';
  }
}
