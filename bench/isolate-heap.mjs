/**
 * What the objects of a Worker hold of its isolate's heap, which is what production limits: resident memory also counts what workerd
 * once took from the system and keeps for later. Asked through the inspector, after a collection of garbage.
 */
export class IsolateHeap {
  #socket;
  #calls = 0;
  /** Where the Worker runs: workerd knows no default. */
  #contextId;

  constructor(socket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const { method, params } = JSON.parse(data);
      if (method === 'Runtime.executionContextCreated') this.#contextId = params.context.id;
    });
  }

  /** @param {number} inspectorPort of a server that was started with `inspect` */
  static async connect(inspectorPort) {
    const socket = new WebSocket(`ws://127.0.0.1:${inspectorPort}/core:user:bench`);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', () => reject(new Error('the inspector does not answer')), { once: true });
    });
    const heap = new IsolateHeap(socket);
    await heap.#call('Runtime.enable');
    return heap;
  }

  /** Bytes in use: objects, and the buffers that they own. */
  async measure() {
    // What the Worker logged: the inspector keeps it, only while somebody is connected to it.
    await this.#call('Runtime.discardConsoleEntries');
    const { exceptionDetails } = await this.#call('Runtime.evaluate', { expression: 'gc()', contextId: this.#contextId });
    if (exceptionDetails) throw new Error(`no collection of garbage: ${exceptionDetails.text}`);
    const { usedSize, backingStorageSize } = await this.#call('Runtime.getHeapUsage');
    return usedSize + backingStorageSize;
  }

  close() {
    this.#socket.close();
  }

  #call(method, params = {}) {
    const id = ++this.#calls;
    return new Promise((resolve, reject) => {
      const answered = ({ data }) => {
        const message = JSON.parse(data);
        if (message.id !== id) return;
        this.#socket.removeEventListener('message', answered);
        if (message.error) reject(new Error(`${method}: ${message.error.message}`));
        else resolve(message.result);
      };
      this.#socket.addEventListener('message', answered);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
