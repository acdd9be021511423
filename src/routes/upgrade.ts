import { getLogger } from '@logtape/logtape';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { authenticate } from '../auth/authenticate';
import { type Upgrade, upgradeHeader } from '../documents/api';
import { type Close, closeOfToken, closes } from '../protocol/codes';
import type { AppEnv } from './app-env';
import { asciiJson } from './ascii-json';
import { credentialOf } from './credentials';
import { isAllowedOrigin } from './origins';
import { tripObject } from './trip-documents';
import { isTripId } from './trip-ids';

const logger = getLogger(['triptrip', 'upgrade']);

/**
 * `GET /v1/trips/{id}` with `Upgrade: websocket`: the document socket. Shares its path with the JSON view, so the
 * header decides before any route does. It stays outside of the middleware that writes headers: the platform's
 * answer to an upgrade takes none.
 */
export const upgradeToSocket = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') return next();
  const id = /^\/v1\/trips\/([^/]+)$/.exec(c.req.path)?.[1];
  if (id === undefined) return next();
  const line = { request_id: crypto.randomUUID(), trip: id };
  try {
    const admission = await admit(c, id);
    if (!admission.ok) {
      logger.info('upgrade refused', { ...line, ...admission.close });
      return refuse(admission.close);
    }
    logger.info('upgrade', { ...line, person: admission.upgrade.identity?.id });
    return await handOver(c, id, admission.upgrade);
  } catch (error) {
    logger.error('upgrade failed', { ...line, error: String(error) });
    return refuse(closes.recovering);
  }
});

type Admission = { readonly ok: true; readonly upgrade: Upgrade } | { readonly ok: false; readonly close: Close };

async function admit(c: Context<AppEnv>, id: string): Promise<Admission> {
  const origin = c.req.header('origin');
  if (origin !== undefined && !isAllowedOrigin(origin, c.req.url, c.env.ALLOWED_ORIGINS)) {
    return { ok: false, close: closes.originNotAllowed };
  }
  if (!isTripId(id)) return { ok: false, close: closes.notFound };
  const wishes = { sdk: c.req.query('sdk') === '1', invisible: c.req.query('invisible') === '1' };
  const credential = credentialOf(c);
  if (credential === null) return { ok: true, upgrade: { ...wishes, identity: null, ticket: null } };
  if (credential.kind === 'ticket') return { ok: true, upgrade: { ...wishes, identity: null, ticket: credential.ticket } };
  const found = await authenticate(c.env, credential.token);
  if (!found.ok) return { ok: false, close: closeOfToken(found.refusal) };
  return { ok: true, upgrade: { ...wishes, identity: found.value, ticket: null } };
}

function handOver(c: Context<AppEnv>, id: string, upgrade: Upgrade): Promise<Response> {
  const headers = new Headers(c.req.raw.headers);
  headers.delete('authorization');
  headers.set(upgradeHeader, asciiJson(upgrade));
  // The address without its query: the token has done its work.
  return tripObject(c.env, id).fetch(new Request(new URL(c.req.path, c.req.url), { headers }));
}

/** A client that gets a bare HTTP error retries for ever; one that gets a close code knows what to do. */
function refuse(close: Close): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.close(close.code, close.reason);
  return new Response(null, { status: 101, webSocket: client });
}
