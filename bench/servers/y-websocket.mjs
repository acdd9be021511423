import { createServer } from 'node:http';
import { setupWSConnection } from '@y/websocket-server/utils';
import { WebSocketServer } from 'ws';

/** y-websocket's own server, put together as its command does, without persistence: nothing is stored. */
const sockets = new WebSocketServer({ noServer: true });
sockets.on('connection', setupWSConnection);
const server = createServer((_request, response) => response.end('y-websocket'));
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket, request));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`Ready on ${server.address().port}\n`));
