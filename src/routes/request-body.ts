import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Json } from '../inbox/intake/json';
import { isDeeperThan } from '../protocol/json-depth';
import { restLimits } from '../protocol/limits';
import type { AppEnv } from './app-env';
import { codingOf, decoded, type RequestCoding } from './content-coding';
import { Refused } from './problems';

interface AdmittedBody {
  /** Media types. */
  readonly types: readonly string[];
  readonly codings?: readonly RequestCoding[];
  readonly maxBytes: number;
  /** False: who reads the JSON is to check it, by {@link jsonOf}. */
  readonly checksJson?: boolean;
}

/** A JSON text, and its value. */
export interface ReadJson {
  readonly text: string;
  readonly value: Json;
}

/**
 * Admits a body of one of `types` with at most `maxBytes`, counted when it is read, and once more without its compression:
 * whatever length the client states, or keeps to itself. The route reads it with the usual methods of the request.
 */
export function requestBody({ types, codings = ['identity'], maxBytes, checksJson = true }: AdmittedBody) {
  return createMiddleware<AppEnv>(async (c, next) => {
    if (!types.includes(mediaType(c))) {
      throw new Refused({ code: 'unsupported-media-type', extensions: { accepted: types } }, { accept: types.join(', ') });
    }
    const coding = codingOf(c.req.header('content-encoding'));
    if (coding === null || !codings.includes(coding)) {
      const refusal = { code: 'unsupported-media-type', extensions: { acceptedEncodings: codings } } as const;
      throw new Refused(refusal, { 'accept-encoding': codings.join(', ') });
    }
    const bytes = await readBody(c, coding, maxBytes);
    if (checksJson && mediaType(c).endsWith('json')) jsonOf(bytes);
    await next();
  });
}

/** A JSON body of the usual size. */
export const jsonBody = requestBody({ types: ['application/json'], maxBytes: restLimits.maxJsonBytes });

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** The media type of the body without its parameters, in lower case. */
export function mediaType(c: Context): string {
  return (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

async function readBody(c: Context, coding: RequestCoding, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  // The platform gives no more than the stated length. Hono keeps what it has read: another request would cost more than that.
  const stated = c.req.header('content-length');
  if (coding === 'identity' && stated !== undefined && Number(stated) <= maxBytes)
    return admitted(new Uint8Array(await c.req.arrayBuffer()), maxBytes);
  const sent = admitted(await readAtMost(c.req.raw, maxBytes), maxBytes);
  const bytes = decoded(coding, sent, maxBytes);
  c.req.raw = new Request(c.req.raw, { body: bytes });
  return bytes;
}

/** @throws Refused `too-large` */
function admitted(bytes: Uint8Array<ArrayBuffer> | null, maxBytes: number): Uint8Array<ArrayBuffer> {
  if (bytes === null || bytes.byteLength > maxBytes) throw new Refused({ code: 'too-large', extensions: { maxBytes } });
  return bytes;
}

/** The whole body; null when it is larger. */
async function readAtMost({ body }: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!body) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/**
 * Reads JSON that everything behind can handle: in UTF-8, and not nested deeper than anything of ours is.
 * @throws Refused `malformed`
 */
export function jsonOf(bytes: Uint8Array): ReadJson {
  const text = textOf(bytes);
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused({ code: 'malformed', detail: 'The body is not JSON.' });
  }
  if (isDeeperThan(value, restLimits.maxJsonDepth)) {
    throw new Refused({ code: 'malformed', detail: `The body is nested more than ${restLimits.maxJsonDepth} deep.` });
  }
  return { text, value };
}

function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Refused({ code: 'malformed', detail: 'The body is not UTF-8.' });
  }
}
