import { collections, type DocumentKind } from '../../src/protocol/document-kinds';

export type { DocumentKind } from '../../src/protocol/document-kinds';

/** Where a document is under `/v1/`: `trips/<id>`, `events/<id>`, `calendars/<id>`. What a ticket is asked for, too. */
export function documentPath(kind: DocumentKind, id: string): string {
  return `${collections[kind]}/${id}`;
}

/** The address of a document at a server. */
export function documentAddress(url: string, kind: DocumentKind, id: string): string {
  return `${url}/v1/${collections[kind]}/${encodeURIComponent(id)}`;
}
