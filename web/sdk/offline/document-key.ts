import type { DocumentKind } from '../document-kind';

/**
 * Under what a document is kept on a device. Trips were there first, under their bare ids; those have no slash, so a
 * key tells its kind.
 */
export function documentKey(kind: DocumentKind, id: string): string {
  return kind === 'trip' ? id : `${kind}/${id}`;
}

/** The document behind a key. */
export function readDocumentKey(key: string): { readonly kind: DocumentKind; readonly id: string } {
  const slash = key.indexOf('/');
  const kind = key.slice(0, Math.max(slash, 0));
  return kind === 'event' || kind === 'calendar' ? { kind, id: key.slice(slash + 1) } : { kind: 'trip', id: key };
}
