import { RawSocket } from './socket.mjs';

const emptyStateVector = new Uint8Array([0]);
const emptyUpdate = new Uint8Array([0, 0]);
const readMs = 30_000;

/** A client that has opened a document and goes on listening. */
export class Reader {
  /** Each frame that comes after the opening, decoded. */
  onFrame = ignore;
  /** The connection has ended, and not by this side. */
  onClose = ignore;
  /** The updates that made up the document when it was opened. */
  updates = [];
  /** From the first byte of the connection to the last one of the sync. */
  ms = 0;
  #socket;
  #dialect;

  constructor(socket, dialect) {
    this.#socket = socket;
    this.#dialect = dialect;
    socket.onClose = (code) => this.onClose(code);
    socket.onFrame = (chunk, start, end) => {
      const frame = dialect.read(chunk.subarray(start, end));
      if (frame.type === 'step1') this.send('step2', emptyUpdate);
      this.onFrame(frame);
    };
  }

  /** Opens a document with nothing in hand, and reads all of it. */
  static async open(url, dialect) {
    const started = performance.now();
    const reader = new Reader(await RawSocket.open(url), dialect);
    if (dialect.joins) await reader.#sync(url);
    reader.ms = performance.now() - started;
    return reader;
  }

  send(type, payload) {
    this.#socket.send(this.#dialect.sync(type, payload));
  }

  /** Ends the connection in an orderly way; resolves when it has ended. */
  close() {
    return new Promise((resolve) => {
      this.onClose = resolve;
      this.#socket.close();
    });
  }

  /** Ends the connection at once. */
  destroy() {
    this.onClose = ignore;
    this.#socket.destroy();
  }

  #sync(url) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${url} did not answer the sync`)), readMs);
      this.onClose = (code) => {
        clearTimeout(timer);
        reject(new Error(`${url} closed with ${code}`));
      };
      this.onFrame = (frame) => {
        if (frame.type === 'session') this.send('step1', emptyStateVector);
        if (frame.type === 'update' || frame.type === 'step2') this.updates.push(Uint8Array.from(frame.payload));
        if (frame.type !== 'step2') return;
        clearTimeout(timer);
        this.onFrame = this.onClose = ignore;
        resolve();
      };
      for (const frame of this.#dialect.greeting) this.#socket.send(frame);
      if (!this.#dialect.awaitsSession) this.send('step1', emptyStateVector);
    });
  }
}

function ignore() {}
