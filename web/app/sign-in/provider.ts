import { ProblemError, type SignedInPerson, type SignInProvider, signInByReturn } from '../../react';
import { routes } from '../routes';

/** What is remembered of the way to the provider, in this tab. */
interface Way {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Where the person wanted to be: path, query and fragment. */
  readonly returnTo: string;
}

const wayKey = 'triptrip.way-to-provider';

/** Sends the person to the provider. They come back to the page `routes.signIn`, and go on where they are now. */
export async function goToProvider({ authorization_endpoint, client_id, scope }: SignInProvider): Promise<void> {
  const { pathname, search, hash } = location;
  const returnTo = pathname === routes.signIn ? routes.trips : `${pathname}${search}${hash}`;
  const way: Way = { state: randomWord(), nonce: randomWord(), codeVerifier: randomWord(), returnTo };
  sessionStorage.setItem(wayKey, JSON.stringify(way));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(way.codeVerifier));
  const address = new URL(authorization_endpoint);
  const asked = {
    response_type: 'code',
    client_id,
    redirect_uri: `${location.origin}${routes.signIn}`,
    scope,
    state: way.state,
    nonce: way.nonce,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  location.assign(address);
}

/** Whether this page is the one to which the provider sends people, with something that it says. */
export function isBackFromProvider(): boolean {
  const query = new URLSearchParams(location.search);
  return location.pathname === routes.signIn && (query.has('code') || query.has('error'));
}

let cameBack: Promise<SignedInPerson> | null = null;

/**
 * Takes what the provider sent the person back with, once, and puts the address where they had been in its place.
 * @throws ProblemError `unauthenticated` when the provider, or this tab, knows nothing of them
 */
export function comeBack(): Promise<SignedInPerson> {
  cameBack ??= takeReturn();
  return cameBack;
}

async function takeReturn(): Promise<SignedInPerson> {
  const query = location.search;
  const kept = sessionStorage.getItem(wayKey);
  sessionStorage.removeItem(wayKey);
  const way = kept === null ? null : (JSON.parse(kept) as Way);
  history.replaceState(null, '', way?.returnTo ?? routes.trips);
  // An address that somebody else has made, or one that was opened a second time.
  if (way === null) throw new ProblemError('unauthenticated', 401, 'This tab has sent nobody to the identity provider');
  const { state, nonce, codeVerifier } = way;
  return signInByReturn(location.origin, { query, state, nonce, code_verifier: codeVerifier });
}

function randomWord(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
