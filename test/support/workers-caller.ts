import { env, exports } from 'cloudflare:workers';
import { SignJWT } from 'jose';

/** Where the tests' Worker is. */
export const base = 'https://trips.example';

const secret = new TextEncoder().encode(env.DEV_JWT_SECRET);

/** A token of the development login, with claims of the test's choice. */
export function tokenFor(claims: Readonly<Record<string, unknown>>): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256' }).sign(secret);
}

/** An answer of the API, read as JSON where it is JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // The shape is what the test is about.
  readonly body: Readonly<Record<string, unknown>>;
}

/** Status and code of an answer. */
export function codeOf({ status, body }: Answer): unknown {
  return [status, body.code];
}

/** Headers of a patch of whatever version there is. */
export const jsonPatch = { 'content-type': 'application/json-patch+json', 'if-match': '*' };
export const mergePatch = { 'content-type': 'application/merge-patch+json', 'if-match': '*' };

/** Somebody who calls the API. */
export interface Caller {
  readonly id: string;
  readonly token: string;
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** Somebody nobody else in this file is. */
export async function newCaller(name: string, claims: Readonly<Record<string, unknown>> = {}): Promise<Caller> {
  const id = `${name}-${crypto.randomUUID().slice(0, 8)}`;
  const token = await tokenFor({ sub: id, name, ...claims });
  return { id, token, call: (method, path, body, headers = {}) => call(token, method, path, body, headers) };
}

async function call(
  token: string,
  method: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const isBinary = body instanceof Uint8Array;
  const type = isBinary ? 'application/octet-stream' : 'application/json';
  const answer = await exports.default.fetch(`${base}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': type }), ...headers },
    ...(body === undefined ? {} : { body: isBinary ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
  });
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  const read = isJson ? ((await answer.json()) as Answer['body']) : { bytes: new Uint8Array(await answer.arrayBuffer()) };
  return { status: answer.status, headers: answer.headers, body: read };
}

/** Creates a trip and answers its path. */
export async function newTrip(owner: Caller, fields: object = {}): Promise<string> {
  const { status, body } = await owner.call('POST', '/v1/trips', fields);
  if (status !== 201) throw new Error(`creating a trip answered ${status}: ${JSON.stringify(body)}`);
  return `/v1/trips/${body.id}`;
}
