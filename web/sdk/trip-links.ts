import * as Y from 'yjs';
import { tripSchema } from '../../src/documents/trip';
import { fieldLimits } from '../../src/protocol/limits';
import { tripRoots } from './trip-content';

/** The most characters that a web address may have. */
export const { maxUrlChars } = fieldLimits;

/** An address that belongs to a trip; its title is bound live. */
export interface TripLink {
  readonly id: string;
  readonly url: string | null;
}

/** Why something that was typed is no address that a trip can hold. */
export type AddressProblem = 'not-an-address' | 'scheme' | 'too-long';

const { check } = tripSchema.fields.attachments.element.url;

/** What somebody typed or pasted, as a full http(s) address. One without a scheme gets `https`. */
export function readAddress(
  typed: string,
): { readonly url: string; readonly problem: null } | { readonly url: null; readonly problem: AddressProblem } {
  const trimmed = typed.trim();
  if (/\s/.test(trimmed)) return problem('not-an-address');
  // A port looks like a scheme: `localhost:8787`.
  const hasScheme = /^[a-z][a-z0-9+.-]*:(?!\d+(\/|$))/i.test(trimmed);
  if (hasScheme && !/^https?:\/\//i.test(trimmed)) return problem('scheme');
  const address = hasScheme ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(address)) return problem('not-an-address');
  const { href, hostname } = new URL(address);
  if (!hasScheme && !hostname.includes('.')) return problem('not-an-address');
  if (href.length > maxUrlChars) return problem('too-long');
  return check(href) === null ? { url: href, problem: null } : problem('not-an-address');
}

/** An address in short, for people: the host without `www.`, and the path. */
export function shortAddress(url: string): string {
  if (!URL.canParse(url)) return url;
  const { hostname, pathname } = new URL(url);
  return hostname.replace(/^www\./, '') + readablePath(pathname).replace(/\/$/, '');
}

/** The links of a trip in their order. */
export function readLinks(doc: Y.Doc): TripLink[] {
  return elementsOf(doc).flatMap((element) => {
    const [id, url] = [element.get('id'), element.get('url')];
    return typeof id === 'string' ? [{ id, url: check(url) === null && typeof url === 'string' ? url : null }] : [];
  });
}

/** The title of a link, for live binding; null when there is no such link (any more). */
export function linkTitle(doc: Y.Doc, id: string): Y.Text | null {
  const title = elementsOf(doc)
    .find((element) => element.get('id') === id)
    ?.get('title');
  return title instanceof Y.Text ? title : null;
}

/** Adds a link and answers its id. Its title is the short address unless given; it comes last unless told where. */
export function addLink(doc: Y.Doc, url: string, { title = shortAddress(url), at = Number.POSITIVE_INFINITY } = {}): string {
  const id = crypto.randomUUID();
  const links = tripRoots.attachments(doc);
  const element = new Y.Map<unknown>();
  element.set('id', id);
  element.set('url', url);
  element.set('title', new Y.Text(title));
  links.insert(Math.min(at, links.length), [element]);
  return id;
}

/** Deletes a link and answers how to bring it back: as a new one with the same words, in the same place. */
export function removeLink(doc: Y.Doc, id: string): () => string | null {
  const links = tripRoots.attachments(doc);
  const at = links.toArray().findIndex((element) => element instanceof Y.Map && element.get('id') === id);
  const url = readLinks(doc).find((link) => link.id === id)?.url ?? null;
  const title = linkTitle(doc, id)?.toString();
  if (at < 0) return () => null;
  links.delete(at);
  return () => (url === null ? null : addLink(doc, url, { title, at }));
}

function elementsOf(doc: Y.Doc): Y.Map<unknown>[] {
  return tripRoots
    .attachments(doc)
    .toArray()
    .filter((element) => element instanceof Y.Map);
}

function problem(what: AddressProblem): { url: null; problem: AddressProblem } {
  return { url: null, problem: what };
}

function readablePath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    // Escapes that are no UTF-8 stay as they are.
    return path;
  }
}
