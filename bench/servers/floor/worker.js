import { DurableObject } from 'cloudflare:workers';

/**
 * The least that a Durable Object can do for a room: every frame goes to the other sockets, unread. It stores
 * nothing and checks nothing, so whatever a server costs above this is the price of what it does with a frame.
 */
export class Floor extends DurableObject {
  fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(sender, frame) {
    for (const socket of this.ctx.getWebSockets()) {
      if (socket !== sender && socket.readyState === WebSocket.OPEN) socket.send(frame);
    }
  }

  webSocketClose(socket) {
    socket.close(1000);
  }
}

/** The same with the least of a promise: a frame is in SQLite before anybody sees it. */
export class StoringFloor extends Floor {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS frames (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL)');
  }

  webSocketMessage(sender, frame) {
    this.#store(frame);
    super.webSocketMessage(sender, frame);
  }

  /** Shows everybody here what came over HTTP. */
  notify(text) {
    this.#store(text);
    for (const socket of this.ctx.getWebSockets()) socket.send(text);
  }

  #store(frame) {
    this.ctx.storage.sql.exec('INSERT INTO frames (bytes) VALUES (?)', frame);
  }
}

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (request.method === 'POST') {
      await env.StoringFloor.getByName(pathname).notify(await request.text());
      return new Response(null, { status: 204 });
    }
    if (request.headers.get('Upgrade') !== 'websocket') return new Response('floor');
    const floors = pathname.startsWith('/storing/') ? env.StoringFloor : env.Floor;
    return floors.getByName(pathname).fetch(request);
  },
};
