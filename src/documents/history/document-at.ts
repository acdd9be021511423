import * as Y from 'yjs';
import { createDoc } from '../layout';
import type { DocumentSchema } from '../schema';
import type { LogStore } from '../storage';

/**
 * Rebuilds a document as it was at a version: the checkpoint before it and the rows up to it.
 * @throws RangeError for a version that the log has not reached.
 */
export function documentAt(schema: DocumentSchema, log: LogStore, version: number): Y.Doc {
  if (!Number.isInteger(version) || version < 0 || version > log.head()) throw new RangeError(`there is no version ${version}`);
  const checkpoint = log.checkpoint(version);
  const doc = createDoc(schema);
  doc.transact(() => {
    if (checkpoint !== null) Y.applyUpdate(doc, checkpoint.state);
    for (const row of log.rows(checkpoint?.version ?? 0, version)) Y.applyUpdate(doc, row.bytes);
  });
  return doc;
}
