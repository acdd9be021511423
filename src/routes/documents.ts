import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv } from './app-env';
import { CalendarDeletion, calendarDeletionProblems, NoDeletion } from './document-deletion';
import type { RoutedKind } from './document-kinds';
import { askDocument } from './document-objects';
import { DocumentParams } from './document-schemas';
import { documentProblems, problems } from './problem-schemas';
import { writeLimit } from './rate-limits';
import { LockTokens } from './shown-locks';
import { signedIn } from './signed-in';
import { etagOf, hasVersion } from './versions';

/** Reading, deleting and restoring documents of a kind. */
export function documentRoutes({ kind, path, tag, one, the, view: schema }: RoutedKind): OpenAPIHono<AppEnv> {
  const tags = [tag];
  const documentJson = { 'application/json': { schema } };

  const read = createRoute({
    method: 'get',
    path: `${path}/{id}`,
    tags,
    summary: `Read ${one}; with \`Upgrade: websocket\`, open its document socket`,
    middleware: [signedIn],
    request: { params: DocumentParams },
    responses: {
      200: { description: `${capital(the)}, with its version as \`ETag\`.`, content: documentJson },
      304: { description: 'You have this version (`If-None-Match`).' },
      ...problems(...documentProblems),
    },
  });

  const remove = createRoute({
    method: 'delete',
    path: `${path}/{id}`,
    tags,
    summary: `Delete ${one}; for 30 days it can be restored`,
    middleware: [signedIn, writeLimit],
    request: { params: DocumentParams, query: kind === 'calendar' ? CalendarDeletion : NoDeletion, headers: LockTokens },
    responses: {
      204: { description: `${capital(the)} is gone.` },
      ...problems(
        ...documentProblems,
        'invalid',
        'lock-over',
        'locked',
        'rate-limited',
        ...(kind === 'calendar' ? calendarDeletionProblems : []),
      ),
    },
  });

  const restore = createRoute({
    method: 'post',
    path: `${path}/{id}/restore`,
    tags,
    summary: `Take the deletion of ${one} back: content, members and versions are as before`,
    middleware: [signedIn, writeLimit],
    request: { params: DocumentParams },
    responses: {
      200: { description: `${capital(the)}, deleted no longer.`, content: documentJson },
      ...problems(...documentProblems, 'rate-limited'),
    },
  });

  const routes = new OpenAPIHono<AppEnv>();

  routes.openapi(read, async (c) => {
    const { id } = c.req.valid('param');
    const read = await askDocument(c.env, kind, id, (document) => document.read(c.var.identity));
    const { view, version, isAmbiguous = false } = read;
    c.header('etag', etagOf(version));
    // A browser may keep it, and asks with its version each time.
    c.header('cache-control', 'private, no-cache');
    if (!isAmbiguous && hasVersion(c.req.header('if-none-match'), version)) return c.body(null, 304);
    return c.json(view, 200);
  });

  routes.openapi(remove, async (c) => {
    const { id } = c.req.valid('param');
    const query = c.req.valid('query');
    const withEvents = 'events' in query && query.events === 'delete';
    const tokens = c.req.valid('header')['lock-token'];
    await askDocument(c.env, kind, id, (document) => document.delete(c.var.identity, withEvents, tokens));
    return c.body(null, 204);
  });

  routes.openapi(restore, async (c) => {
    const { id } = c.req.valid('param');
    const { view, version } = await askDocument(c.env, kind, id, (document) => document.restore(c.var.identity));
    c.header('etag', etagOf(version));
    return c.json(view, 200);
  });

  return routes;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
