import { createServer } from 'node:http';
import WebSocketJSONStream from '@teamwork/websocket-json-stream';
import ShareDB from 'sharedb';
import { WebSocketServer } from 'ws';

/** ShareDB with its defaults, put together as its guide shows: documents of the type json0 in memory, nothing is stored. */
const backend = new ShareDB();
const server = createServer((_request, response) => response.end('ShareDB'));
const sockets = new WebSocketServer({ server });
sockets.on('connection', (socket) => backend.listen(new WebSocketJSONStream(socket)));
server.listen(0, '127.0.0.1', () => process.stdout.write(`Ready on ${server.address().port}\n`));
