import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { root } from '../../scripts/toolchain.mjs';

// What the Worker itself says on a socket: `wrangler dev` stands in between with a proxy that has its own handshake.

const secret = 'a secret for tests, worth nothing';
const built = join(root, 'dist/development/triptrip');

describe('a socket of the Worker', () => {
  const state = mkdtempSync(join(tmpdir(), 'triptrip-frames-'));
  let host: ChildProcess;
  let address: string;

  beforeAll(async () => {
    const bindings = JSON.stringify({ DEV_JWT_SECRET: secret });
    const args = [join(built, 'wrangler.json'), join(built, 'index.js'), state, bindings, '0'];
    host = spawn(process.execPath, [join(root, 'bench/servers/workerd-host.mjs'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (host.stdout === null) throw new Error('the host has no output');
    for await (const line of createInterface({ input: host.stdout })) {
      const port = /^Ready on (\d+)$/.exec(line)?.[1];
      if (port === undefined) continue;
      address = `ws://127.0.0.1:${port}/v1/realtime`;
      break;
    }
  }, 60_000);

  afterAll(async () => {
    host.kill('SIGTERM');
    await once(host, 'exit');
    rmSync(state, { recursive: true, force: true });
  });

  /** What was agreed on with a client that offers compression, and the first message of the server, if it is to have one. */
  async function agreedWith(url: string, isGreeted: boolean): Promise<{ extensions: string; greeting: unknown }> {
    const socket = new WebSocket(url, { perMessageDeflate: true });
    const [message] = await once(socket, isGreeted ? 'message' : 'open');
    socket.close();
    await once(socket, 'close');
    return { extensions: socket.extensions, greeting: isGreeted ? JSON.parse(String(message)).type : null };
  }

  it('[C9] is not compressed in the Worker, whatever a client offers', async () => {
    expect(await agreedWith(address, false)).toEqual({ extensions: '', greeting: null });
  });

  it('[C9] is not compressed in an object', async () => {
    const token = await new SignJWT({ name: 'Aoi' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('aoi')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(new TextEncoder().encode(secret));
    expect(await agreedWith(`${address}?token=${token}`, true)).toEqual({ extensions: '', greeting: 'auth:ok' });
  });
});
