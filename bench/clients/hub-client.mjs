import WebSocket from 'ws';

const joinMs = 60_000;
/** As our SDK does it; the platform answers, and no object wakes. */
const pingMs = 25_000;

/** A browser's connection to its hub, as far as a benchmark needs one. */
export class HubClient {
  /** `(message, atMs) => void` for each message, those inside of a batch one by one. */
  onMessage = ignore;
  #socket;
  #pings;

  constructor(socket) {
    this.#socket = socket;
    this.#pings = setInterval(() => socket.readyState === WebSocket.OPEN && socket.send('ping'), pingMs);
    socket.on('message', (data) => {
      const at = performance.now();
      if (data.toString() === 'pong') return;
      for (const message of unpacked(JSON.parse(data.toString()))) this.onMessage(message, at);
    });
  }

  /** Connects; resolves when the server has said who this is. */
  static open(port, token) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/realtime?token=${token}`, { perMessageDeflate: false });
    const client = new HubClient(socket);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the hub did not answer')), joinMs);
      socket.once('error', reject);
      socket.once('close', (code, reason) => reject(new Error(`the hub closed with ${code} ${reason}`)));
      client.onMessage = ({ type }) => {
        if (type !== 'auth:ok') return;
        clearTimeout(timer);
        client.onMessage = ignore;
        socket.removeAllListeners('close');
        resolve(client);
      };
    });
  }

  /** Sends a request. @returns {Promise<object>} its ack */
  request(type, data) {
    const id = crypto.randomUUID();
    const before = this.onMessage;
    const acked = new Promise((resolve, reject) => {
      this.onMessage = (message, at) => {
        before(message, at);
        if (message.type !== 'ack' || message.data.original_id !== id) return;
        this.onMessage = before;
        if (message.data.status === 'success') resolve(message.data);
        else reject(new Error(`${type}: ${JSON.stringify(message.data.error)}`));
      };
    });
    const metadata = { client_id: null, correlation_id: null };
    this.#socket.send(JSON.stringify({ type, id, timestamp: new Date().toISOString(), data, metadata }));
    return acked;
  }

  close() {
    clearInterval(this.#pings);
    this.#socket.terminate();
  }
}

function unpacked(message) {
  return message.type === 'batch' ? message.data.messages.flatMap(unpacked) : [message];
}

function ignore() {}
