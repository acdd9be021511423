const ivBytes = 12;

/** Encrypts what is stored, with a key that never leaves the browser's key store. */
export class Vault {
  readonly #crypto: Crypto;
  readonly #key: CryptoKey;

  constructor(crypto: Crypto, key: CryptoKey) {
    this.#crypto = crypto;
    this.#key = key;
  }

  static newKey(crypto: Crypto): Promise<CryptoKey> {
    return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  }

  /** @param about what the content belongs to; it opens only with the same */
  async seal(content: Uint8Array<ArrayBuffer>, about: string): Promise<Uint8Array<ArrayBuffer>> {
    const iv = this.#crypto.getRandomValues(new Uint8Array(ivBytes));
    const encrypted = await this.#crypto.subtle.encrypt(this.#parameters(iv, about), this.#key, content);
    const sealed = new Uint8Array(ivBytes + encrypted.byteLength);
    sealed.set(iv);
    sealed.set(new Uint8Array(encrypted), ivBytes);
    return sealed;
  }

  /** Null when it does not open: it was changed, moved to another place, or sealed with another key. */
  async unseal(sealed: Uint8Array<ArrayBuffer>, about: string): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      const parameters = this.#parameters(sealed.subarray(0, ivBytes), about);
      return new Uint8Array(await this.#crypto.subtle.decrypt(parameters, this.#key, sealed.subarray(ivBytes)));
    } catch {
      return null;
    }
  }

  #parameters(iv: Uint8Array<ArrayBuffer>, about: string): AesGcmParams {
    return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(about) };
  }
}

/** A name that tells nothing of the parts it is made of, the same each time. */
export async function fingerprint(crypto: Crypto, ...parts: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(parts)));
  return hex(new Uint8Array(digest));
}

/** 128 random bits. */
export function randomId(crypto: Crypto): string {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
