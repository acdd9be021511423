import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { getLogger } from '@logtape/logtape';
import { trustOf } from '../auth/settings';
import { assertDatabaseReady } from '../db/readiness';
import type { AppEnv } from './app-env';
import { problems } from './problem-schemas';
import { Refused } from './problems';

const logger = getLogger(['triptrip', 'http']);

const health = (path: '/healthz' | '/health') =>
  createRoute({
    method: 'get',
    path,
    tags: ['operation'],
    summary: 'Whether the server can do its work',
    security: [],
    responses: {
      200: {
        description: 'It can.',
        content: { 'application/json': { schema: z.object({ status: z.literal('ok') }).openapi('Health') } },
      },
      ...problems('unavailable'),
    },
  });

/** For load balancers and for people. */
export const healthRoutes = new OpenAPIHono<AppEnv>();

for (const path of ['/healthz', '/health'] as const) {
  healthRoutes.openapi(health(path), async (c) => {
    await assertReady(c.env, c.var.requestId);
    return c.json({ status: 'ok' as const }, 200);
  });
}

async function assertReady(env: Env, requestId: string): Promise<void> {
  try {
    trustOf(env);
    await assertDatabaseReady(env.DB);
  } catch (error) {
    logger.error('not ready', { request_id: requestId, error: String(error) });
    throw new Refused({ code: 'unavailable', detail: 'The server is not ready; its log says why.' });
  }
}
