import { encodeState } from './dialects.mjs';
import { RawSocket } from './socket.mjs';

const emptyUpdate = new Uint8Array([0, 0]);
const emptyStateVector = new Uint8Array([0]);
const joinMs = 60_000;

/** One simulated person: a socket that has joined a document and can type, move a cursor, listen and echo. */
export class Person {
  /** Frames with the time of their arrival while they are kept: `{ at, bytes }`. */
  kept = [];
  keeping = false;
  /** Times the server asked for what it lacks after the join: with orderly clients there is no reason to. */
  asked = 0;
  #clock = 0;

  constructor(index, socket, dialect, echoes) {
    this.index = index;
    this.socket = socket;
    this.dialect = dialect;
    // Spread out, so that ids have the length that random ones have.
    this.clientId = 2_000_000_000 + index * 7_919;
    this.echoes = echoes;
  }

  /** Connects and syncs. @returns {Promise<Person>} once the document is here */
  static async join(index, url, dialect, echoes) {
    const socket = await RawSocket.open(url);
    const person = new Person(index, socket, dialect, echoes);
    if (dialect.joins) await person.#sync(url);
    person.socket.onFrame = (bytes, start, end) => person.#receive(bytes, start, end);
    person.socket.onClose = ignore;
    return person;
  }

  #sync(url) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${url} did not answer the sync`)), joinMs);
      this.socket.onClose = (code) => {
        clearTimeout(timer);
        reject(new Error(`${url} closed with ${code} during the sync`));
      };
      this.socket.onFrame = (chunk, start, end) => {
        const { type } = this.dialect.read(chunk.subarray(start, end));
        if (type === 'session') this.socket.send(this.dialect.sync('step1', emptyStateVector));
        if (type === 'step1') this.socket.send(this.dialect.sync('step2', emptyUpdate));
        if (type !== 'step2') return;
        clearTimeout(timer);
        resolve();
      };
      for (const frame of this.dialect.greeting) this.socket.send(frame);
      if (!this.dialect.awaitsSession) this.socket.send(this.dialect.sync('step1', emptyStateVector));
    });
  }

  #receive(chunk, start, end) {
    if (this.keeping) this.kept.push({ at: performance.now(), bytes: Buffer.from(chunk.subarray(start, end)) });
    if (this.echoes) this.#echo(chunk.subarray(start, end));
    // Frames 0 0 … are SyncStep1 in plain y-protocols; Hocuspocus asks only at the join.
    if (chunk[start] === 0 && chunk[start + 1] === 0) {
      this.asked++;
      this.socket.send(this.dialect.sync('step2', emptyUpdate));
    }
  }

  /** y-websocket sends back each awareness state that was news to it, which is everybody's but its own. */
  #echo(bytes) {
    const frame = this.dialect.read(bytes);
    if (frame.type !== 'awareness' || isOnlyOf(this.clientId, frame.payload)) return;
    this.socket.send(this.dialect.awareness(frame.payload));
  }

  /** Announces a state, of the size that an editor's has. `seq` tells the receivers which one it is. */
  moveCursor(seq) {
    const state = {
      user: { name: `Person ${this.index}`, color: '#3a7d44' },
      cursor: { field: 'notes', anchor: 1_000 + seq, head: 1_000 + seq },
      seq,
    };
    this.socket.send(this.dialect.awareness(encodeState(this.clientId, ++this.#clock, state)));
  }

  type(update) {
    this.socket.send(this.dialect.sync('update', update));
  }
}

function isOnlyOf(clientId, payload) {
  if (payload[0] !== 1) return false;
  let id = 0;
  for (let at = 1, unit = 1; ; at++, unit *= 128) {
    id += (payload[at] & 0x7f) * unit;
    if (payload[at] < 0x80) return id === clientId;
  }
}

function ignore() {}
