import type { ProviderReport } from '../../api';

/** A provider's callback as it came. */
export interface ProviderCallback {
  /** As the provider called it: scheme, host and query included. */
  readonly url: string;
  header(name: string): string | undefined;
  readonly body: string;
  /** Ms since the epoch. */
  readonly nowMs: number;
}

/** What a callback says about one message; `ref` is the reference that the provider was given with it. */
export type ReferencedReport = Omit<ProviderReport, 'deliveryId'> & { readonly ref: string };

/** What a callback turned out to be. */
export type CallbackVerdict =
  /** Nobody whom we know has signed it. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'reports'; readonly reports: readonly ReferencedReport[] }
  /** The provider asks whether it may call: by a request to this address. */
  | { readonly kind: 'confirm'; readonly url: string };

/** The JSON in a text; null for a text that is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The members of a value; none for a value that has none. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A text of a provider, short enough for a trace; null for none. */
export function detailOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value.slice(0, 120) : null;
}

/** A time of a provider, ISO 8601; `nowMs` when it said none that is one. */
export function timeOf(value: unknown, nowMs: number): number {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? nowMs : ms;
}

/** The bytes of a text in base64; null for a text that is none. */
export function base64Bytes(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
