import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';

const joinMs = 60_000;

/** A program that edits an event of TripTrip by JSON operations, and keeps its view of it up to date. */
export class OperationPerson {
  /** The event as it is known here. */
  view = null;
  /** When which version was here: `{ version, at }`, both rising. */
  reached = [];
  /** Notices of two values for one field. */
  conflicts = 0;
  closed = false;
  #socket;
  #resource;
  #version = 0;
  /** What waits for its answer, by the id of its message. */
  #asked = new Map();

  constructor(socket, eventId) {
    this.#socket = socket;
    this.#resource = { resource_type: 'event', resource_id: eventId };
    socket.on('message', (data) => this.#receive(JSON.parse(data.toString()), performance.now()));
    socket.on('close', (code, reason) => {
      this.closed = true;
      for (const { reject } of this.#asked.values()) reject(new Error(`closed with ${code} ${reason}`));
      this.#asked.clear();
    });
  }

  /** Connects and subscribes. */
  static async open(port, eventId, token) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/events/${eventId}?lang=json`, { perMessageDeflate: false });
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    const person = new OperationPerson(socket, eventId);
    const late = setTimeout(() => socket.terminate(), joinMs);
    try {
      await person.#ask('AUTH', { token });
      await person.#ask('SUBSCRIBE', { ...person.#resource, text_edits: true });
    } finally {
      clearTimeout(late);
    }
    return person;
  }

  /** Whether all that this person did has been answered. */
  get isSettled() {
    return this.#asked.size === 0;
  }

  /** Sends an edit of an `EventEditor`. @returns {Promise<number>} the version that has it */
  async edit(edit) {
    const { version } = await this.#ask('OP', {
      ...this.#resource,
      version: this.#version,
      operations: [operationOf(edit, this.view)],
    });
    return version;
  }

  close() {
    this.#socket.terminate();
  }

  #ask(type, payload) {
    const id = randomUUID();
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ type, id, timestamp: Date.now(), payload }));
    });
  }

  #receive({ type, id, payload }, at) {
    if (type === 'sync:conflict') this.conflicts++;
    if (type === 'SUBSCRIBE_ACK') this.view = payload.state;
    // What has a version that was reached already is in the view.
    const isNews = (type === 'OP_ACK' || type === 'OP_BROADCAST') && payload.version > this.#version;
    if (isNews) for (const operation of payload.operations) applyTo(this.view, operation);
    if (isNews || type === 'SUBSCRIBE_ACK') {
      this.#version = payload.version;
      this.reached.push({ version: payload.version, at });
    }
    const asked = this.#asked.get(id);
    if (asked === undefined) return;
    this.#asked.delete(id);
    if (type === 'ERROR') asked.reject(new Error(JSON.stringify(payload)));
    else asked.resolve(payload);
  }
}

/** A text is replaced by the whole of what the person sees after typing: that is all that RFC 6902 knows. */
function operationOf({ path, at, remove, insert, value }, view) {
  const pointer = path.map((key) => `/${key.id === undefined ? key : `@${key.id}`}`).join('');
  if (insert === undefined) return { op: path[0] === 'extensions' ? 'add' : 'replace', path: pointer, value };
  const before = view[path[0]];
  return { op: 'replace', path: pointer, value: before.slice(0, at) + insert + before.slice(at + remove.length) };
}

/** Does to a view what the server says was done, as far as these edits can bring it about. */
function applyTo(view, { op, path, value, edits }) {
  if (op === 'noop') return;
  const keys = path.split('/').slice(1);
  const last = keys.pop();
  const parent = keys.reduce(
    (place, key) => (key.startsWith('@') ? place.find(({ user_id }) => user_id === key.slice(1)) : place[key]),
    view,
  );
  if (op === 'add' || op === 'replace') parent[last] = value;
  else if (op === 'text') parent[last] = edits.reduce(edited, parent[last]);
  else throw new Error(`nobody asked for ${op} ${path}`);
}

function edited(text, { at, remove, insert }) {
  return text.slice(0, at) + insert + text.slice(at + remove);
}
