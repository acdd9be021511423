import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as Y from 'yjs';
import { seededRandom } from './clients/traffic.mjs';
import { rootDirectory } from './toolchain.mjs';

const recordedPath = join(rootDirectory, '../shared/data/automerge-paper.json.gz');
const syntheticEdits = 260_000;

/**
 * 260,000 single-character edits of one text: the recorded writing of a real paper where it is at hand, otherwise a
 * seeded imitation (a cursor that mostly goes on, sometimes jumps, and deletes a third of what it writes).
 * @returns {{ source: string, edits: [position: number, deleted: number, inserted: string][] }}
 */
export function loadTrace() {
  if (!existsSync(recordedPath)) return { source: 'a seeded synthetic trace', edits: imitate() };
  const { txns } = JSON.parse(gunzipSync(readFileSync(recordedPath)).toString('utf8'));
  return { source: 'the automerge-paper trace', edits: txns.flatMap(({ patches }) => patches) };
}

function imitate() {
  const random = seededRandom(260_000);
  const edits = [];
  let length = 0;
  let cursor = 0;
  while (edits.length < syntheticEdits) {
    if (random() < 0.01) cursor = Math.floor(random() * (length + 1));
    if (cursor > 0 && random() < 0.3) {
      edits.push([--cursor, 1, '']);
      length--;
    } else {
      edits.push([cursor++, 0, String.fromCharCode(97 + Math.floor(random() * 26))]);
      length++;
    }
  }
  return edits;
}

/**
 * Replays the edits into the notes of a document, as written by several people one after the other.
 * @returns {{ authors: Uint8Array[][], text: string, stateVector: Uint8Array }} the updates of each of them, and the end
 */
export function replay(edits, authorCount, updatesPerAuthor) {
  const doc = new Y.Doc();
  const text = doc.getText('notes');
  const authors = Array.from({ length: authorCount }, () => []);
  let author = 0;
  doc.on('update', (update) => authors[author].push(update));
  const perUpdate = Math.ceil(edits.length / (authorCount * updatesPerAuthor));
  for (let first = 0, n = 0; first < edits.length; first += perUpdate, n++) {
    author = Math.floor(n / updatesPerAuthor);
    doc.clientID = 3_000_000_000 + author;
    doc.transact(() => {
      for (const [position, deleted, inserted] of edits.slice(first, first + perUpdate)) {
        if (deleted > 0) text.delete(position, deleted);
        if (inserted !== '') text.insert(position, inserted);
      }
    });
  }
  const replayed = { authors, text: text.toString(), stateVector: Y.encodeStateVector(doc) };
  doc.destroy();
  return replayed;
}
