import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { AppEnv } from './app-env';
import { documentProblems, problems } from './problem-schemas';
import { signedIn } from './signed-in';
import { askTrip } from './trip-documents';
import { TripParams } from './trip-schemas';

const Present = z
  .object({
    client_id: z.int(),
    user: z.object({ id: z.string(), name: z.string(), color: z.string(), avatar: z.string().nullable() }).readonly(),
    state: z.record(z.string(), z.unknown()).readonly().openapi({ description: 'What their client says of itself.' }),
  })
  .readonly()
  .openapi('Present');

const list = createRoute({
  method: 'get',
  path: '/v1/trips/{id}/presence',
  tags: ['presence'],
  summary: 'Who has the trip open; invisible people are not there',
  middleware: [signedIn],
  request: { params: TripParams },
  responses: {
    200: {
      description: 'One entry for each client.',
      content: { 'application/json': { schema: z.object({ present: z.array(Present).readonly() }) } },
    },
    ...problems(...documentProblems),
  },
});

/** Who has a trip open. */
export const presenceRoutes = new OpenAPIHono<AppEnv>();

presenceRoutes.openapi(list, async (c) => {
  const { id } = c.req.valid('param');
  const present = await askTrip(c.env, id, (trip) => trip.presence(c.var.identity));
  return c.json({ present }, 200);
});
