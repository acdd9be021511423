import { routePartykitRequest } from 'partyserver';
import { YServer } from 'y-partyserver';
import * as Y from 'yjs';

/** A value in SQLite holds at most 2 MiB. */
const chunkBytes = 1024 * 1024;

/** y-partyserver as its README sets it up: hibernating, its defaults for saving, the document in the object's SQLite. */
export class Room extends YServer {
  static options = { hibernate: true };

  async onLoad() {
    this.ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS state (part INTEGER PRIMARY KEY, bytes BLOB NOT NULL)');
    const parts = this.ctx.storage.sql.exec('SELECT bytes FROM state ORDER BY part').toArray();
    if (parts.length === 0) return;
    Y.applyUpdate(this.document, new Uint8Array(await new Blob(parts.map((part) => part.bytes)).arrayBuffer()));
  }

  async onSave() {
    const state = Y.encodeStateAsUpdate(this.document);
    this.ctx.storage.transactionSync(() => {
      this.ctx.storage.sql.exec('DELETE FROM state');
      for (let part = 0; part * chunkBytes < state.length; part++) {
        const bytes = state.slice(part * chunkBytes, (part + 1) * chunkBytes);
        this.ctx.storage.sql.exec('INSERT INTO state VALUES (?, ?)', part, bytes);
      }
    });
  }
}

export default {
  async fetch(request, env) {
    return (await routePartykitRequest(request, env)) ?? new Response('y-partyserver');
  },
};
