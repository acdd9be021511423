import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { generateCookie, getCookie } from 'hono/cookie';
import { authenticate } from '../auth/authenticate';
import { isDevelopment, type SignInClient, signInClientOf } from '../auth/settings';
import { authorizationOf, type SignInTokens, tokensOfRenewal, tokensOfReturn } from '../auth/sign-in-provider';
import { rememberPerson } from '../db/people';
import type { Outcome } from '../protocol/codes';
import { restLimits } from '../protocol/limits';
import type { AppEnv } from './app-env';
import { personShape, personView } from './person-schema';
import { problems, writeProblems } from './problem-schemas';
import { granted, Refused } from './problems';
import { loginLimit } from './rate-limits';
import { jsonBody } from './request-body';

/** The page of the app to which the identity provider sends people back. */
const returnPath = '/sign-in';

/** Holds what gets the next token: scripts of the page cannot read it, pages of other sites do not send it. */
const renewalCookie = 'triptrip-renewal';

const Ways = z
  .object({
    development: z.boolean().openapi({ description: 'Whether anyone may be anyone (`POST /v1/auth/dev-login`).' }),
    provider: z
      .object({ authorization_endpoint: z.url(), client_id: z.string(), scope: z.string() })
      .nullable()
      .openapi({ description: 'Where the app sends people; null: they bring a token themselves.' }),
  })
  .openapi('SignInWays');

const readWays = createRoute({
  method: 'get',
  path: '/v1/auth/ways',
  tags: ['identity'],
  summary: 'How people sign in here',
  middleware: [loginLimit],
  security: [],
  responses: {
    200: { description: 'The ways there are.', content: { 'application/json': { schema: Ways } } },
    ...problems('rate-limited', 'unavailable', 'internal'),
  },
});

const word = z.string().min(1).max(restLimits.maxTokenChars);

const Return = z
  .object({
    query: word.openapi({ description: 'Of the address to which the provider sent the person back.' }),
    state: word,
    nonce: word,
    code_verifier: word,
  })
  .openapi('ReturnFromProvider');

const SignedInPerson = z
  .object({
    token: z.string(),
    renewable: z.boolean().openapi({ description: 'Whether `POST /v1/auth/renew` gives the next token.' }),
    user: z.object(personShape),
  })
  .openapi('SignedInPerson');

const signedInAnswer = {
  200: { description: 'A token of the identity provider.', content: { 'application/json': { schema: SignedInPerson } } },
};

const signIn = createRoute({
  method: 'post',
  path: '/v1/auth/sign-in',
  tags: ['identity'],
  summary: 'Come back from the identity provider',
  middleware: [loginLimit, jsonBody],
  security: [],
  request: { body: { required: true, content: { 'application/json': { schema: Return } } } },
  responses: {
    ...signedInAnswer,
    ...problems(...writeProblems, 'not-found', 'unauthenticated', 'unavailable', 'internal'),
  },
});

const renew = createRoute({
  method: 'post',
  path: '/v1/auth/renew',
  tags: ['identity'],
  summary: 'Get the next token of who signed in with the identity provider',
  middleware: [loginLimit],
  security: [],
  responses: { ...signedInAnswer, ...problems('rate-limited', 'not-found', 'unauthenticated', 'unavailable', 'internal') },
});

const signOut = createRoute({
  method: 'post',
  path: '/v1/auth/sign-out',
  tags: ['identity'],
  summary: 'Forget who signed in with the identity provider in this browser',
  middleware: [loginLimit],
  security: [],
  responses: { 204: { description: 'Nobody gets a token here any more.' }, ...problems('rate-limited', 'internal') },
});

/** Signing in with the identity provider: OpenID Connect's authorization code flow, with the Worker as its client. */
export const signInRoutes = new OpenAPIHono<AppEnv>();

signInRoutes.openapi(readWays, async (c) => {
  const client = signInClientOf(c.env);
  const development = isDevelopment(c.env);
  if (client === null) return c.json({ development, provider: null }, 200);
  const { endpoint, scope } = granted(await authorizationOf(client));
  return c.json({ development, provider: { authorization_endpoint: endpoint, client_id: client.clientId, scope } }, 200);
});

signInRoutes.openapi(signIn, async (c) => {
  const client = demandedClient(c.env);
  const { query, state, nonce, code_verifier: codeVerifier } = c.req.valid('json');
  const redirectUri = new URL(returnPath, c.req.url).href;
  return c.json(await answerOf(c, await tokensOfReturn(client, { query, redirectUri, state, nonce, codeVerifier }), null), 200);
});

signInRoutes.openapi(renew, async (c) => {
  const client = demandedClient(c.env);
  const refreshToken = getCookie(c, renewalCookie);
  if (refreshToken === undefined) throw new Refused({ code: 'unauthenticated' });
  const outcome = await tokensOfRenewal(client, refreshToken);
  if (!outcome.ok && outcome.refusal.code === 'unauthenticated') {
    // It is good for nothing any more.
    throw new Refused(outcome.refusal, { 'set-cookie': cookieWith(c, null) });
  }
  return c.json(await answerOf(c, outcome, refreshToken), 200);
});

signInRoutes.openapi(signOut, (c) => {
  return c.body(null, 204, { 'set-cookie': cookieWith(c, null) });
});

function demandedClient(env: Env): SignInClient {
  const client = signInClientOf(env);
  if (client === null) throw new Refused({ code: 'not-found' });
  return client;
}

async function answerOf(c: Context<AppEnv>, outcome: Outcome<SignInTokens>, former: string | null) {
  const { idToken, refreshToken } = granted(outcome);
  const identity = granted(await authenticate(c.env, idToken));
  await rememberPerson(c.env.DB, identity, Date.now());
  const next = refreshToken ?? former;
  c.header('set-cookie', cookieWith(c, next));
  return { token: idToken, renewable: next !== null, user: personView(identity) };
}

/** The header that has the browser keep what renews; null: forget it. */
function cookieWith(c: Context<AppEnv>, refreshToken: string | null): string {
  const secure = new URL(c.req.url).protocol === 'https:';
  const maxAge = refreshToken === null ? 0 : restLimits.signInRenewalSeconds;
  return generateCookie(renewalCookie, refreshToken ?? '', {
    path: '/v1/auth',
    httpOnly: true,
    sameSite: 'Strict',
    secure,
    maxAge,
  });
}
