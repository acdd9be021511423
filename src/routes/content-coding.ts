import { gunzipSync } from 'node:zlib';
import { Refused } from './problems';

/** The codings of request bodies: as they are, or compressed where a route takes that. */
export type RequestCoding = 'identity' | 'gzip';

/** Undoes the coding of a body. Stops at `maxBytes`, whatever there is to come. */
export function decoded(coding: RequestCoding, bytes: Uint8Array<ArrayBuffer>, maxBytes: number): Uint8Array<ArrayBuffer> {
  if (coding === 'identity') return bytes;
  try {
    return new Uint8Array(gunzipSync(bytes, { maxOutputLength: maxBytes }));
  } catch (error) {
    // Both Node and workerd say by this type alone that there would have been more.
    if (error instanceof RangeError) throw new Refused({ code: 'too-large', extensions: { maxBytes } });
    throw new Refused({ code: 'malformed', detail: 'The body is not gzip, as its Content-Encoding says.' });
  }
}

/** The coding that a request states for its body; null for one that nobody knows here. */
export function codingOf(contentEncoding: string | undefined): RequestCoding | null {
  const coding = contentEncoding?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity') return 'identity';
  return coding === 'gzip' || coding === 'x-gzip' ? 'gzip' : null;
}

/** What the client accepts. The edge writes a header of its own in place of the client's, and keeps that one aside. */
export function acceptEncodingOf({ cf, headers }: Request): string | null {
  const stated = cf?.clientAcceptEncoding;
  return typeof stated === 'string' ? stated : headers.get('accept-encoding');
}

/** Whether an `Accept-Encoding` admits gzip (RFC 9110, 12.5.3). */
export function acceptsGzip(acceptEncoding: string | null): boolean {
  const weights = new Map<string, number>();
  for (const part of (acceptEncoding ?? '').split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    weights.set(coding, weight === undefined ? 1 : Number(weight));
  }
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
}
