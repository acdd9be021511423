import type { SessionMessage } from '../../../src/protocol/messages';
import { inTransaction } from './device-database';
import { documentFingerprint, type Place } from './device-place';

/** What the server has told of a document last, for a start without it. */
export type DocumentFacts = Pick<SessionMessage, 'role' | 'person'>;

/** @returns null when nothing is kept, or it cannot be read */
export async function readFacts(place: Place, id: string): Promise<DocumentFacts | null> {
  const document = await documentFingerprint(place.crypto, place.name, id);
  const record = await inTransaction(place.database, ['facts'], 'readonly', (tx) => tx.objectStore('facts').get(document));
  const content = record === undefined ? null : await place.vault.unseal(record.sealed, aboutFacts(document));
  return content === null ? null : (JSON.parse(new TextDecoder().decode(content)) as DocumentFacts);
}

export async function writeFacts(place: Place, id: string, facts: DocumentFacts): Promise<void> {
  const document = await documentFingerprint(place.crypto, place.name, id);
  const sealed = await place.vault.seal(new TextEncoder().encode(JSON.stringify(facts)), aboutFacts(document));
  await inTransaction(place.database, ['facts'], 'readwrite', (tx) => tx.objectStore('facts').put({ document, sealed }));
}

function aboutFacts(document: string): string {
  return `${document} facts`;
}
