import { createRoute, OpenAPIHono, type z } from '@hono/zod-openapi';
import { allowsAccount } from '../auth/policy';
import { rememberPerson } from '../db/people';
import type { CreateDocument } from '../documents/api';
import type { Identity } from '../protocol/roles';
import type { AppEnv } from './app-env';
import { documentIdOfKey, hashOf, newDocumentId } from './document-ids';
import type { RoutedKind } from './document-kinds';
import { askDocument } from './document-objects';
import { CreateHeaders } from './document-schemas';
import { problems, signedInProblems, writeProblems } from './problem-schemas';
import { Refused } from './problems';
import { writeLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedIn } from './signed-in';
import { etagOf } from './versions';

/** What a document of a kind is created from. */
export type Beginning = Omit<CreateDocument, 'id' | 'owner' | 'requestHash'>;

/** What somebody wants to create. */
export interface Wish {
  readonly owner: Identity;
  /** The id that the document will have. */
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What creating documents of a kind takes besides the kind. */
export interface Creation {
  /** The shape of the body. */
  readonly body: z.ZodType<Record<string, unknown>>;
  /** What becomes of a body, and what else has to be there before the document can be. */
  readonly begin: (env: Env, wish: Wish) => Promise<Beginning>;
}

/** Creating documents of a kind. */
export function creationRoutes({ kind, path, tag, one, the, view: schema, actions }: RoutedKind, { body, begin }: Creation) {
  const documentJson = { 'application/json': { schema } };
  const create = createRoute({
    method: 'post',
    path,
    tags: [tag],
    summary: `Create ${one}; you become its owner`,
    middleware: [signedIn, writeLimit, jsonBody],
    request: { headers: CreateHeaders, body: { required: true, content: { 'application/json': { schema: body } } } },
    responses: {
      201: { description: `The new ${kind}.`, content: documentJson },
      200: { description: `This call was made before; ${the} as it is now.`, content: documentJson },
      ...problems(
        ...signedInProblems,
        ...writeProblems,
        'forbidden',
        'not-found',
        'read-only-field',
        'idempotency-key-reused',
        'document-full',
        'unavailable',
      ),
    },
  });

  const routes = new OpenAPIHono<AppEnv>();
  routes.openapi(create, async (c) => {
    const owner = c.var.identity;
    if (!allowsAccount(owner, actions.create)) throw new Refused({ code: 'forbidden' });
    const key = c.req.valid('header')['idempotency-key'];
    const id = key === undefined ? newDocumentId() : await documentIdOfKey(owner.id, key);
    const wish = { owner, id, body: c.req.valid('json') };
    const requestHash = await hashOf(JSON.stringify(wish.body));
    await rememberPerson(c.env.DB, owner, Date.now());
    const beginning = await begin(c.env, wish);
    const made = await askDocument(c.env, kind, id, (document) => document.create({ id, owner, requestHash, ...beginning }));
    c.header('etag', etagOf(made.version));
    c.header('location', `${path}/${id}`);
    return c.json(made.view, made.created ? 201 : 200);
  });
  return routes;
}
