import type { KeyObject } from 'node:crypto';

/** A certificate (X.509, PEM) of a key, as far as whoever only wants the key reads it: nobody has signed it. */
export function certificateOf(publicKey: KeyObject): string {
  const sequence = (...parts: readonly Uint8Array[]) => element(0x30, ...parts);
  const version = element(0xa0, element(0x02, Buffer.from([2])));
  const serial = element(0x02, Buffer.from([1]));
  const algorithm = sequence(element(0x06, Buffer.from('2a864886f70d01010b', 'hex')), element(0x05));
  const validity = sequence(element(0x17, Buffer.from('260101000000Z')), element(0x17, Buffer.from('360101000000Z')));
  const key = publicKey.export({ type: 'spki', format: 'der' }) as Uint8Array;
  const body = sequence(version, serial, algorithm, sequence(), validity, sequence(), key);
  const certificate = sequence(body, algorithm, element(0x03, Buffer.alloc(257)));
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate).toString('base64')}\n-----END CERTIFICATE-----\n`;
}

/** An element of DER. */
function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
