import { getLogger } from '@logtape/logtape';
import * as oauth from 'oauth4webapi';
import type { Outcome, Refusal } from '../protocol/codes';
import { isSecure, type SignInClient } from './settings';

/** Where people sign in, and what the app asks for there. */
export interface Authorization {
  /** Address of the provider's page. */
  readonly endpoint: string;
  /** Separated by spaces. */
  readonly scope: string;
}

/** What the provider gives for a sign-in. */
export interface SignInTokens {
  /** The token of the person, a JWT. Whether it is valid here is for `authenticate` to say. */
  readonly idToken: string;
  /** What gets the next one; null where the provider gives none, or the one there is stays good. */
  readonly refreshToken: string | null;
}

/** What a person brings back from the provider, and what the app had remembered of their way there (RFC 7636, OpenID Connect). */
export interface ReturnFromProvider {
  /** The query of the address they came back to. */
  readonly query: string;
  /** That address without its query. */
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

const logger = getLogger(['triptrip', 'auth']);

/** So long a provider is waited for, in milliseconds. */
const answerWithinMs = 10_000;

/** So long what a provider says of itself is believed, in milliseconds. */
const metadataForMs = 3_600_000;

/** Per isolate: what providers say of themselves. */
const known = new Map<string, { readonly server: oauth.AuthorizationServer; readonly untilMs: number }>();

/** Where people sign in. Refuses with `unavailable` when the provider does not answer. */
export function authorizationOf(client: SignInClient): Promise<Outcome<Authorization>> {
  return asking(async () => {
    const { authorization_endpoint: endpoint, scopes_supported: scopes = [] } = await metadataOf(client);
    if (endpoint === undefined || !isSecure(endpoint)) throw new ProviderFault('the provider names no secure page to sign in');
    // Some refuse whoever asks for what they do not know.
    const lasting = scopes.includes('offline_access') ? ' offline_access' : '';
    return { endpoint, scope: `openid profile${lasting}` };
  });
}

/** The tokens of who came back from the provider. Refuses with `unauthenticated` or `unavailable`. */
export function tokensOfReturn(client: SignInClient, came: ReturnFromProvider): Promise<Outcome<SignInTokens>> {
  return asking(async () => {
    const server = await metadataOf(client);
    const self = { client_id: client.clientId };
    const parameters = oauth.validateAuthResponse(server, self, new URLSearchParams(came.query), came.state);
    const { redirectUri, codeVerifier, nonce } = came;
    const authentication = authenticationOf(client, server);
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      self,
      authentication,
      parameters,
      redirectUri,
      codeVerifier,
      options(client),
    );
    const checks = { expectedNonce: nonce, requireIdToken: true };
    return tokensIn(await oauth.processAuthorizationCodeResponse(server, self, answer, checks));
  });
}

/** The next tokens of who has signed in before. Refuses with `unauthenticated` or `unavailable`. */
export function tokensOfRenewal(client: SignInClient, refreshToken: string): Promise<Outcome<SignInTokens>> {
  return asking(async () => {
    const server = await metadataOf(client);
    const self = { client_id: client.clientId };
    const authentication = authenticationOf(client, server);
    const answer = await oauth.refreshTokenGrantRequest(server, self, authentication, refreshToken, options(client));
    return tokensIn(await oauth.processRefreshTokenResponse(server, self, answer));
  });
}

/** Thrown when the provider cannot be asked: this is no fault of the person. */
class ProviderFault extends Error {
  override readonly name = 'ProviderFault';
}

async function asking<T>(ask: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    return { ok: false, refusal: refusalOf(error) };
  }
}

function refusalOf(error: unknown): Refusal {
  const refused =
    error instanceof oauth.AuthorizationResponseError ||
    (error instanceof oauth.ResponseBodyError && error.error === 'invalid_grant') ||
    error instanceof oauth.OperationProcessingError;
  if (refused) return { code: 'unauthenticated', detail: 'The identity provider did not confirm who you are.' };
  const { cause } = error as Error;
  logger.error('provider does not sign in', { error: String(error), ...(cause instanceof Error && { cause: String(cause) }) });
  return { code: 'unavailable', detail: 'The identity provider does not answer.' };
}

async function metadataOf(client: SignInClient): Promise<oauth.AuthorizationServer> {
  const { issuer } = client;
  const earlier = known.get(issuer);
  if (earlier !== undefined && earlier.untilMs > Date.now()) return earlier.server;
  try {
    const server = await oauth.processDiscoveryResponse(
      new URL(issuer),
      await oauth.discoveryRequest(new URL(issuer), options(client)),
    );
    known.set(issuer, { server, untilMs: Date.now() + metadataForMs });
    return server;
  } catch (error) {
    throw new ProviderFault('the provider does not say where to sign in', { cause: error });
  }
}

function authenticationOf({ clientSecret }: SignInClient, server: oauth.AuthorizationServer): oauth.ClientAuth {
  if (clientSecret === null) return oauth.None();
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return methods.includes('client_secret_basic') ? oauth.ClientSecretBasic(clientSecret) : oauth.ClientSecretPost(clientSecret);
}

function options({ issuer }: SignInClient) {
  return {
    signal: () => AbortSignal.timeout(answerWithinMs),
    // A provider on the same machine, for trying it out; `isSecure` lets no other one be without TLS.
    [oauth.allowInsecureRequests]: isSecure(issuer) && issuer.startsWith('http:'),
  };
}

function tokensIn({ id_token: idToken, refresh_token: refreshToken }: oauth.TokenEndpointResponse): SignInTokens {
  if (idToken === undefined) throw new ProviderFault('the provider gave no token of the person');
  return { idToken, refreshToken: refreshToken ?? null };
}
