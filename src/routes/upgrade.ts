import { getLogger } from '@logtape/logtape';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { authenticate } from '../auth/authenticate';
import { type Upgrade, upgradeHeader } from '../documents/api';
import { type Close, closeOfToken, closes } from '../protocol/closes';
import type { AppEnv } from './app-env';
import { asciiJson } from './ascii-json';
import { credentialOf } from './credentials';
import { isDocumentId } from './document-ids';
import { type NamedDocument, namedDocument } from './document-kinds';
import { documentObject } from './document-objects';
import { relayToHub } from './hub-relay';
import { admitToHub, openAtInbox, wishesOf } from './hub-upgrade';
import { isAllowedOrigin } from './origins';
import { refuseUpgrade } from './refuse-upgrade';

const logger = getLogger(['triptrip', 'upgrade']);

/**
 * `GET /v1/trips/{id}`, its like for the other kinds, and `GET /v1/realtime` with `Upgrade: websocket`: the socket of a document, and the hub. The first
 * shares its path with the JSON view, so the header decides before any route does. It stays outside of the middleware that
 * writes headers: the platform's answer to an upgrade takes none.
 */
export const upgradeToSocket = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') return next();
  const document = c.req.path.startsWith('/v1/') ? namedDocument(c.req.path.slice('/v1/'.length)) : null;
  if (document === null && c.req.path !== '/v1/realtime') return next();
  const line = {
    request_id: crypto.randomUUID(),
    ...(document === null ? { path: c.req.path } : { [document.kind]: document.id }),
  };
  try {
    const origin = c.req.header('origin');
    if (origin !== undefined && !isAllowedOrigin(origin, c.req.url, c.env.ALLOWED_ORIGINS)) {
      return refused(line, closes.originNotAllowed);
    }
    return document === null ? await openHub(c, line) : await openDocument(c, document, line);
  } catch (error) {
    logger.error('upgrade failed', { ...line, error: String(error) });
    return refuseUpgrade(closes.recovering);
  }
});

type Line = Readonly<Record<string, unknown>>;

async function openDocument(c: Context<AppEnv>, document: NamedDocument, line: Line): Promise<Response> {
  const admission = await admit(c, document);
  if (!admission.ok) return refused(line, admission.close);
  logger.info('upgrade', { ...line, person: admission.upgrade.identity?.id });
  return handOver(c, document, admission.upgrade);
}

async function openHub(c: Context<AppEnv>, line: Line): Promise<Response> {
  const wishes = wishesOf(c);
  if (wishes === null) return refused(line, closes.malformed);
  const credential = credentialOf(c);
  if (credential === null) return relayToHub(c.env, wishes);
  const admission = await admitToHub(c.env, credential, wishes, null);
  if (!admission.ok) return refused(line, admission.close);
  logger.info('upgrade', { ...line, person: admission.person });
  return openAtInbox(c.env, admission.person, admission.upgrade);
}

function refused(line: Line, close: Close): Response {
  logger.info('upgrade refused', { ...line, ...close });
  return refuseUpgrade(close);
}

type Admission = { readonly ok: true; readonly upgrade: Upgrade } | { readonly ok: false; readonly close: Close };

async function admit(c: Context<AppEnv>, { id }: NamedDocument): Promise<Admission> {
  if (!isDocumentId(id)) return { ok: false, close: closes.notFound };
  const language = c.req.query('lang') === 'json' ? ('json' as const) : null;
  const sdk = language === null && c.req.query('sdk') === '1';
  const wishes = { sdk, invisible: c.req.query('invisible') === '1', language };
  const credential = credentialOf(c);
  if (credential === null) return { ok: true, upgrade: { ...wishes, identity: null, ticket: null } };
  if (credential.kind === 'ticket') return { ok: true, upgrade: { ...wishes, identity: null, ticket: credential.ticket } };
  const found = await authenticate(c.env, credential.token);
  if (!found.ok) return { ok: false, close: closeOfToken(found.refusal) };
  return { ok: true, upgrade: { ...wishes, identity: found.value, ticket: null } };
}

function handOver(c: Context<AppEnv>, { kind, id }: NamedDocument, upgrade: Upgrade): Promise<Response> {
  const headers = new Headers(c.req.raw.headers);
  headers.delete('authorization');
  headers.set(upgradeHeader, asciiJson(upgrade));
  // The address without its query: the token has done its work.
  return documentObject(c.env, kind, id).fetch(new Request(new URL(c.req.path, c.req.url), { headers }));
}
