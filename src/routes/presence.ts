import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { AppEnv } from './app-env';
import type { RoutedKind } from './document-kinds';
import { askDocument } from './document-objects';
import { DocumentParams } from './document-schemas';
import { documentProblems, problems } from './problem-schemas';
import { signedIn } from './signed-in';

const Present = z
  .object({
    client_id: z.int(),
    user: z.object({ id: z.string(), name: z.string(), color: z.string(), avatar: z.string().nullable() }).readonly(),
    state: z.record(z.string(), z.unknown()).readonly().openapi({ description: 'What their client says of itself.' }),
  })
  .readonly()
  .openapi('Present');

/** Who has a document open. */
export function presenceRoutes({ kind, path, the }: RoutedKind): OpenAPIHono<AppEnv> {
  const list = createRoute({
    method: 'get',
    path: `${path}/{id}/presence`,
    tags: ['presence'],
    summary: `Who has ${the} open; invisible people are not there`,
    middleware: [signedIn],
    request: { params: DocumentParams },
    responses: {
      200: {
        description: 'One entry for each client.',
        content: { 'application/json': { schema: z.object({ present: z.array(Present).readonly() }) } },
      },
      ...problems(...documentProblems),
    },
  });

  const routes = new OpenAPIHono<AppEnv>();
  routes.openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const present = await askDocument(c.env, kind, id, (document) => document.presence(c.var.identity));
    return c.json({ present }, 200);
  });
  return routes;
}
