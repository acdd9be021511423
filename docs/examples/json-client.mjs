// A client of JSON operations, written from PROTOCOL.md alone. Node 22 or newer, or a browser; nothing to install.
export class JsonClient {
  view = null; // the JSON view, once subscribed
  version = 0;

  /** @param address e.g. `wss://…/v1/events/{id}` @param onChange called after each change, and with each ERROR */
  constructor(address, token, onChange) {
    const [, resource_type, resource_id] = /\/v1\/(\w+)s\/([^/]+)$/.exec(address);
    Object.assign(this, { here: { resource_type, resource_id }, onChange, socket: new WebSocket(`${address}?lang=json`) });
    this.socket.onopen = () => [this.say('AUTH', { token }), this.say('SUBSCRIBE', this.here)];
    this.socket.onmessage = ({ data }) => data === 'pong' || this.take(JSON.parse(data));
    const timer = setInterval(() => this.socket.send('ping'), 25_000);
    this.socket.onclose = () => clearInterval(timer);
  }

  say = (type, payload) => this.socket.send(JSON.stringify({ type, id: crypto.randomUUID(), timestamp: Date.now(), payload }));

  edit = (...operations) => this.say('OP', { ...this.here, operations, version: this.version });

  take({ type, payload }) {
    if (type === 'SUBSCRIBE_ACK') this.view = payload.state;
    else if (type === 'ERROR') return this.onChange(this, payload);
    else if (!/^OP_/.test(type) || payload.version <= this.version) return;
    else for (const { op, path, from, value } of payload.operations) this.change(op, path, value, from);
    this.version = payload.version;
    this.onChange(this);
  }

  /** `@x` in place of an index is the element whose id, or user_id, is x. */
  change(op, path, value, from) {
    if (op === 'noop') return;
    if (op === 'move') return this.change('add', path, this.change('remove', from));
    const keys = path.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const at = (place, key) => {
      if (!Array.isArray(place)) return key;
      if (key[0] === '@') return place.findIndex((element) => (element.id ?? element.user_id) === key.slice(1));
      return key === '-' ? place.length : key;
    };
    const parent = keys.slice(1, -1).reduce((place, key) => place[at(place, key)], this.view);
    const key = at(parent, keys.at(-1));
    const added = op === 'add' ? [value] : [];
    if (Array.isArray(parent) && op !== 'replace') return parent.splice(key, 1 - added.length, ...added)[0];
    if (op === 'remove') delete parent[key];
    else parent[key] = value;
  }
}
