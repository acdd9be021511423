import type { SendOutcome } from './channel';

/** `fetch`, as far as channels use it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What channels need from outside. */
export interface ChannelPorts {
  readonly fetch: Fetch;
  /** Ms since the epoch. */
  readonly nowMs: () => number;
  /** A signal that aborts after some time. */
  readonly timeout: (ms: number) => AbortSignal;
}

/** An answer, read to its end. */
export interface ProviderAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** An answer, or the outcome of a call that got none. */
export type ProviderCall =
  | { readonly answered: true; readonly answer: ProviderAnswer }
  | { readonly answered: false; readonly outcome: SendOutcome };

const maxAnswerBytes = 64 * 1024;

/** Calls a provider. Redirects are not followed: an address that was checked must not lead to another one. */
export async function callProvider(
  { fetch, timeout }: ChannelPorts,
  timeoutMs: number,
  url: string,
  init: RequestInit,
): Promise<ProviderCall> {
  const signal = timeout(timeoutMs);
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    const answer = { status: response.status, headers: response.headers, body: await readSome(response.body) };
    return { answered: true, answer };
  } catch (error) {
    const reason = signal.aborted ? `no answer within ${timeoutMs / 1000} s` : `not reached (${nameOf(error)})`;
    return { answered: false, outcome: { kind: 'retry', reason, retryAfterMs: null } };
  }
}

/**
 * The outcome that an answer means with every provider: success, or something that will pass. Null for a refusal, whose meaning
 * is the provider's own.
 */
export function usualOutcome(answer: ProviderAnswer, providerId: string | null, nowMs: number): SendOutcome | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: 'sent', providerId };
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return { kind: 'retry', reason: `answered ${status}`, retryAfterMs: retryAfterMs(answer.headers, nowMs) };
  }
  return null;
}

/** An outcome for wrong credentials: they are put right by whoever runs the server, and the message is fine. */
export function credentialsRefused(status: number): SendOutcome {
  return { kind: 'retry', reason: `the provider refused our credentials (${status})`, retryAfterMs: null };
}

/** An outcome for a refusal. `detail` is the provider's name for it, never a text that may repeat the message or its address. */
export function refused(status: number, detail: string | null, address: 'invalid' | 'opted_out' | null = null): SendOutcome {
  return { kind: 'failed', reason: detail === null ? `answered ${status}` : `answered ${status} ${detail}`, address };
}

/** The JSON object in an answer; an empty one when there is none. */
export function jsonOf(answer: ProviderAnswer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(answer.body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A provider's own name of an error: short, and of few characters. */
export function errorName(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^[\w.:-]{1,64}$/.test(text) ? text : null;
}

/** RFC 9110, 10.2.3: seconds, or a date. */
function retryAfterMs(headers: Headers, nowMs: number): number | null {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

/** The first `maxAnswerBytes`: nobody who is called decides how much memory it costs. */
async function readSome(body: ReadableStream<Uint8Array> | null): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let left = maxAnswerBytes;
  const reader = body.getReader();
  while (left > 0) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value.subarray(0, left), { stream: true });
    left -= value.byteLength;
  }
  await reader.cancel();
  return text;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
