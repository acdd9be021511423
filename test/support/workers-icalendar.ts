import { exports } from 'cloudflare:workers';
import { base, type Caller } from './workers-caller';

/** An answer that is text. */
export interface Read {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Reads an address of the server, or a whole one. */
export async function read(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Read> {
  const answer = await exports.default.fetch(path.startsWith('/') ? `${base}${path}` : path, { headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** The same, as somebody. */
export function readAs(who: Caller, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Read> {
  return read(path, { authorization: `Bearer ${who.token}`, ...headers });
}

/** Takes a calendar file over. */
export async function importInto(
  who: Caller,
  calendar: string,
  text: string,
  query = '',
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await exports.default.fetch(`${base}/v1/calendars/${calendar}/import${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${who.token}`, 'content-type': 'text/calendar; charset=utf-8' },
    body: text,
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** Makes a feed of a calendar. */
export async function feedOf(who: Caller, calendar: string): Promise<{ id: string; url: string }> {
  const { status, body } = await who.call('POST', `/v1/calendars/${calendar}/feeds`, { label: 'Phone' });
  if (status !== 201) throw new Error(`making a feed answered ${status}: ${JSON.stringify(body)}`);
  return body as { id: string; url: string };
}
