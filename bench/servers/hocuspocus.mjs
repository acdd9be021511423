import { Server } from '@hocuspocus/server';

/** Hocuspocus with its defaults and without an extension: nothing is stored. */
const server = new Server({ port: 0, address: '127.0.0.1', quiet: true });
await server.listen();
process.stdout.write(`Ready on ${server.address.port}\n`);
