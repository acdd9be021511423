import { createServer } from 'node:http';
import { Server } from 'socket.io';

/**
 * The usual way to notify people from a back end: a POST, and Socket.IO emits to the room of the person. Nothing is
 * checked and nothing is stored.
 */
const http = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { person, notification } = JSON.parse(body);
  io.to(`user:${person}`).emit('notification', notification);
  response.writeHead(202).end();
});
const io = new Server(http, { transports: ['websocket'] });
io.on('connection', (socket) => {
  socket.join(`user:${socket.handshake.auth.person}`);
  socket.emit('joined');
});
http.listen(0, '127.0.0.1', () => process.stdout.write(`Ready on ${http.address().port}\n`));
