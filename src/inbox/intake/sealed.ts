/** Seals texts with AES-GCM, so that whoever reads the database reads neither secrets nor what webhooks brought. */
export interface Seal {
  /** `context` names what the text belongs to: it opens nowhere else. */
  seal(text: string, context: string): Promise<string>;
  /** @throws OperationError for what this key did not seal in this context. */
  open(sealed: string, context: string): Promise<string>;
}

const ivBytes = 12;

/** A key of 32 bytes in base64 or base64url; null for anything else. */
export function parseSealKey(text: string | undefined): Uint8Array<ArrayBuffer> | null {
  const base64 = (text ?? '').replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]{43}$/.test(base64)) return null;
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

/** @param randomBytes fresh randomness of this many bytes. */
export function sealWith(key: Uint8Array<ArrayBuffer>, randomBytes: (count: number) => Uint8Array<ArrayBuffer>): Seal {
  const imported = crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
  return {
    async seal(text, context) {
      const iv = randomBytes(ivBytes);
      const parameters = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(context) };
      const sealed = new Uint8Array(await crypto.subtle.encrypt(parameters, await imported, new TextEncoder().encode(text)));
      const whole = new Uint8Array(ivBytes + sealed.byteLength);
      whole.set(iv);
      whole.set(sealed, ivBytes);
      return base64Of(whole);
    },
    async open(sealed, context) {
      const whole = Uint8Array.from(atob(sealed), (char) => char.charCodeAt(0));
      const iv = whole.subarray(0, ivBytes);
      const parameters = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(context) };
      return new TextDecoder().decode(await crypto.subtle.decrypt(parameters, await imported, whole.subarray(ivBytes)));
    },
  };
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  // In parts: the arguments of one call are limited.
  for (let at = 0; at < bytes.byteLength; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}
