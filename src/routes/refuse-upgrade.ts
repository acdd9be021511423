import type { Close } from '../protocol/closes';

/** Accepts and closes: a client that gets a bare HTTP error retries for ever; one that gets a close code knows what to do. */
export function refuseUpgrade({ code, reason }: Close): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.close(code, reason);
  return new Response(null, { status: 101, webSocket: client });
}
