import { readAnswer, type User } from './api';
import { request } from './request';

/** How people sign in at a server. */
export interface SignInWays {
  /** Whether anyone may be anyone, by `devLogin`. */
  readonly development: boolean;
  /** The identity provider to which people are sent; null: they bring a token themselves. */
  readonly provider: SignInProvider | null;
}

/** Where OpenID Connect's authorization code flow (with PKCE) begins; it comes back to `/sign-in` of the server. */
export interface SignInProvider {
  readonly authorization_endpoint: string;
  readonly client_id: string;
  /** Separated by spaces. */
  readonly scope: string;
}

/** What somebody brings back from the provider, and what was remembered of their way there. */
export interface ReturnFromProvider {
  /** The query of the address they came back to. */
  readonly query: string;
  readonly state: string;
  readonly nonce: string;
  readonly code_verifier: string;
}

/** Somebody whom the provider has named. */
export interface SignedInPerson {
  readonly token: string;
  /** Whether `renewSignIn` gives the next token, in this browser. */
  readonly renewable: boolean;
  readonly user: User;
}

/** @throws ProblemError `unavailable` when the provider does not answer */
export async function signInWays(url: string): Promise<SignInWays> {
  return readAnswer(await request(`${url}/v1/auth/ways`, {}));
}

/** @throws ProblemError `unauthenticated` when the provider does not confirm who this is */
export async function signInByReturn(url: string, came: ReturnFromProvider): Promise<SignedInPerson> {
  return readAnswer(await post(url, 'sign-in', came));
}

/** @throws ProblemError `unauthenticated` when the person has to sign in again */
export async function renewSignIn(url: string): Promise<SignedInPerson> {
  return readAnswer(await post(url, 'renew'));
}

/** Has the browser forget what gets tokens. */
export async function forgetSignIn(url: string): Promise<void> {
  return readAnswer(await post(url, 'sign-out'));
}

function post(url: string, name: string, body?: object): Promise<Response> {
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  return request(`${url}/v1/auth/${name}`, { method: 'POST', ...json });
}
