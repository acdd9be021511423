import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { deleteSource, listSources, type SourceChange, updateSource, type WebhookSource } from '../db/webhook-sources';
import { isSecretOf, type SourceSecret } from '../inbox/intake/webhook-signatures';
import { intakeLimits } from '../protocol/limits';
import type { AppEnv } from './app-env';
import { demandedSource } from './demanded-source';
import { CreateHeaders } from './document-schemas';
import { permitted } from './permitted';
import { problems, signedInProblems, writeProblems } from './problem-schemas';
import { Refused } from './problems';
import { writeLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedIn } from './signed-in';
import { forgetSource } from './source-cache';
import { sealSecrets, secretsOf, sourceSeal } from './source-seal';
import { makeSource, newSecret } from './webhook-source-creation';
import {
  NewSource,
  Rotation,
  Source,
  SourceList,
  SourceParams,
  SourceSettings,
  SourceWithSecret,
  secretFault,
  settingsOf,
  viewOfSource,
} from './webhook-source-schemas';

const tags = ['webhook sources'];
const path = '/v1/webhook-sources/{name}';
const managing = [signedIn, permitted('manage-webhooks')];
const sourceProblems = [...signedInProblems, 'forbidden', 'not-found', 'unavailable'] as const;
const sourceJson = { 'application/json': { schema: Source } };
const secretJson = { 'application/json': { schema: SourceWithSecret } };

const create = createRoute({
  method: 'post',
  path: '/v1/webhook-sources',
  tags,
  summary: 'Declare a source of webhooks; its secret is told this once',
  middleware: [...managing, writeLimit, jsonBody],
  request: { headers: CreateHeaders, body: { required: true, content: { 'application/json': { schema: NewSource } } } },
  responses: {
    201: { description: 'The source, with its secret.', content: secretJson },
    200: { description: 'This call was made before, with the same key; the source, with its secret.', content: secretJson },
    ...problems(...sourceProblems, ...writeProblems, 'already-exists', 'too-many-sources', 'idempotency-key-reused'),
  },
});

const list = createRoute({
  method: 'get',
  path: '/v1/webhook-sources',
  tags,
  summary: 'List the sources of webhooks',
  middleware: managing,
  responses: {
    200: { description: 'All of them, by name.', content: { 'application/json': { schema: SourceList } } },
    ...problems(...sourceProblems),
  },
});

const read = createRoute({
  method: 'get',
  path,
  tags,
  summary: 'Read a source',
  middleware: managing,
  request: { params: SourceParams },
  responses: { 200: { description: 'The source.', content: sourceJson }, ...problems(...sourceProblems) },
});

const put = createRoute({
  method: 'put',
  path,
  tags,
  summary: 'Change what a source is for: its mapping, its types',
  middleware: [...managing, writeLimit, jsonBody],
  request: { params: SourceParams, body: { required: true, content: { 'application/json': { schema: SourceSettings } } } },
  responses: { 200: { description: 'The source.', content: sourceJson }, ...problems(...sourceProblems, ...writeProblems) },
});

const remove = createRoute({
  method: 'delete',
  path,
  tags,
  summary: 'Remove a source and the log of what it brought',
  middleware: [...managing, writeLimit],
  request: { params: SourceParams },
  responses: { 204: { description: 'It is gone.' }, ...problems(...sourceProblems, 'rate-limited') },
});

const rotate = createRoute({
  method: 'post',
  path: `${path}/rotate`,
  tags,
  summary: 'Give a source a new secret; for 24 hours the former one is good, too',
  middleware: [...managing, writeLimit, jsonBody],
  request: { params: SourceParams, body: { required: true, content: { 'application/json': { schema: Rotation } } } },
  responses: {
    200: { description: 'The source, with its new secret.', content: secretJson },
    ...problems(...sourceProblems, ...writeProblems),
  },
});

const switches = (['enable', 'disable'] as const).map((word) => ({
  enabled: word === 'enable',
  route: createRoute({
    method: 'post',
    path: `${path}/${word}`,
    tags,
    summary: word === 'enable' ? 'Take the webhooks of a source again' : 'Take no more webhooks of a source',
    middleware: [...managing, writeLimit],
    request: { params: SourceParams },
    responses: { 200: { description: 'The source.', content: sourceJson }, ...problems(...sourceProblems, 'rate-limited') },
  }),
}));

/** Who may bring webhooks, and what becomes of them. For administrators. */
export const webhookSourceRoutes = new OpenAPIHono<AppEnv>();

webhookSourceRoutes.openapi(create, async (c) => {
  const key = c.req.valid('header')['idempotency-key'];
  const { view, isNew } = await makeSource(c.env, c.req.valid('json'), c.var.identity.id, key);
  c.header('location', `/v1/webhook-sources/${view.name}`);
  return c.json(view, isNew ? 201 : 200);
});

webhookSourceRoutes.openapi(list, async (c) => {
  const sources = await listSources(c.env.DB);
  return c.json({ sources: await Promise.all(sources.map((source) => viewOf(c.env, source))) }, 200);
});

webhookSourceRoutes.openapi(read, async (c) => {
  return c.json(await viewOf(c.env, await demandedSource(c.env.DB, c.req.valid('param').name)), 200);
});

webhookSourceRoutes.openapi(put, async (c) => {
  return c.json(await changed(c.env, c.req.valid('param').name, settingsOf(c.req.valid('json'))), 200);
});

webhookSourceRoutes.openapi(remove, async (c) => {
  const { name } = c.req.valid('param');
  const wasThere = await deleteSource(c.env.DB, name);
  forgetSource(name);
  if (!wasThere) throw new Refused({ code: 'not-found' });
  return c.body(null, 204);
});

webhookSourceRoutes.openapi(rotate, async (c) => {
  const { name } = c.req.valid('param');
  const { secret = newSecret() } = c.req.valid('json');
  const source = await demandedSource(c.env.DB, name);
  if (!isSecretOf(source.scheme, secret))
    throw new Refused({ code: 'invalid', detail: `The secret ${secretFault[source.scheme]}.` });
  const seal = sourceSeal(c.env);
  const nowMs = Date.now();
  const [current] = (await secretsOf(seal, source)).filter(({ untilMs }) => untilMs === null);
  const secrets: SourceSecret[] = [{ secret, untilMs: null }];
  if (current !== undefined) secrets.push({ secret: current.secret, untilMs: nowMs + intakeLimits.rotationMs });
  const sealedSecrets = await sealSecrets(seal, name, secrets);
  return c.json({ ...(await changed(c.env, name, { sealedSecrets })), secret }, 200);
});

for (const { enabled, route } of switches) {
  webhookSourceRoutes.openapi(route, async (c) => c.json(await changed(c.env, c.req.valid('param').name, { enabled }), 200));
}

async function changed(env: Env, name: string, change: SourceChange) {
  const source = await updateSource(env.DB, name, change, Date.now());
  forgetSource(name);
  if (source === null) throw new Refused({ code: 'not-found' });
  return viewOf(env, source);
}

async function viewOf(env: Env, source: WebhookSource) {
  return viewOfSource(source, await secretsOf(sourceSeal(env), source), Date.now());
}
