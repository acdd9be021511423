import ShareDB from 'sharedb/lib/client/index.js';
import WebSocket from 'ws';

/** A program that edits the same event at a ShareDB server, through ShareDB's own client. Members as in `OperationPerson`. */
export class ShareDbPerson {
  reached = [];
  conflicts = 0;
  closed = false;
  #socket;
  #doc;
  #unanswered = 0;
  #at = 0;

  constructor(socket, eventId) {
    this.#socket = socket;
    // Before ShareDB's own listener, so that times are those of the bytes.
    socket.on('message', () => {
      this.#at = performance.now();
    });
    socket.on('close', () => {
      this.closed = true;
    });
    this.#doc = new ShareDB.Connection(socket).get('events', eventId);
    // An operation that waits for another one is not to become a part of it: each is counted.
    this.#doc.preventCompose = true;
    this.#doc.on('op batch', (_operations, isOwn) => {
      if (!isOwn) this.#note();
    });
  }

  /** Connects and subscribes. @param {object} [first] creates the document with this content */
  static async open(port, eventId, first) {
    const person = new ShareDbPerson(new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false }), eventId);
    if (first !== undefined) await called((done) => person.#doc.create(first, done));
    await called((done) => person.#doc.subscribe(done));
    person.#note();
    return person;
  }

  get view() {
    return this.#doc.data;
  }

  get isSettled() {
    return this.#unanswered === 0;
  }

  async edit(edit) {
    this.#unanswered++;
    return new Promise((resolve, reject) => {
      this.#doc.submitOp([componentOf(edit, this.view)], { source: true }, (error) => {
        this.#unanswered--;
        if (error) return reject(error);
        this.#note();
        resolve(this.#doc.version);
      });
    });
  }

  close() {
    this.#socket.terminate();
  }

  #note() {
    this.reached.push({ version: this.#doc.version, at: this.#at });
  }
}

function called(call) {
  return new Promise((resolve, reject) => call((error) => (error ? reject(error) : resolve())));
}

/** An edit in json0. */
function componentOf({ path, at, remove, insert, value }, view) {
  if (insert === '') return { p: [...path, at], sd: remove };
  if (insert !== undefined) return { p: [...path, at], si: insert };
  const p = [];
  let before = view;
  for (const key of path) {
    p.push(key.id === undefined ? key : before.findIndex(({ user_id }) => user_id === key.id));
    before = before[p.at(-1)];
  }
  return before === undefined ? { p, oi: value } : { p, od: before, oi: value };
}
