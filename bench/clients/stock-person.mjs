import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

const joinMs = 30_000;

/**
 * A person with a real y-websocket client, in the place of a simulated one. It costs the generator many times as much, so
 * only a few are: enough to prove that what the simulated ones do is understood the same way.
 */
export class StockPerson {
  kept = [];
  keeping = false;
  asked = 0;
  #provider;

  constructor(index, provider) {
    this.index = index;
    this.#provider = provider;
    this.clientId = provider.doc.clientID;
    provider.awareness.on('update', ({ added, updated }, origin) => {
      if (!this.keeping || origin === 'local') return;
      const states = [...added, ...updated].map((clientId) => [clientId, provider.awareness.getStates().get(clientId)]);
      this.kept.push({ at: performance.now(), states });
    });
  }

  /** Connects and syncs. */
  static async join(index, url) {
    const { origin, protocol, host, pathname, searchParams } = new URL(url);
    const slash = pathname.lastIndexOf('/');
    const provider = new WebsocketProvider(
      `${protocol}//${host}${pathname.slice(0, slash)}`,
      pathname.slice(slash + 1),
      new Y.Doc(),
      {
        WebSocketPolyfill: WebSocket,
        // Otherwise clients of one process talk to each other past the server.
        disableBc: true,
        params: Object.fromEntries(searchParams),
      },
    );
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${origin} did not answer a y-websocket client`)), joinMs);
      provider.once('sync', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    return new StockPerson(index, provider);
  }

  /** What the generator reads of a socket; bytes are counted at the simulated people alone. */
  socket = { closed: false, receivedFrames: 0, receivedBytes: 0, destroy: () => this.#provider.destroy() };

  moveCursor(seq) {
    this.#provider.awareness.setLocalState({
      user: { name: `Person ${this.index}`, color: '#3a7d44' },
      cursor: { field: 'notes', anchor: 1_000 + seq, head: 1_000 + seq },
      seq,
    });
  }
}
