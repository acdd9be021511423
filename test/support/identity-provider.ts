import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const clientId = 'triptrip-app';
const clientSecret = 'secret of the app';

interface Grant {
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string;
}

/** An OpenID provider that asks nobody: whoever is sent to it is `person`. It checks what the specification has it check. */
export class IdentityProvider {
  person = { sub: 'dana', name: 'Dana' };
  /** Whether the person says no. */
  refuses = false;
  /** How often a token was renewed. */
  renewals = 0;
  /** How often a code was brought. */
  codes = 0;
  readonly #server: Server;
  readonly #keys: Awaited<ReturnType<typeof generateKeyPair>>;
  readonly #grants = new Map<string, Grant>();
  readonly #refreshTokens = new Set<string>();

  static async start(): Promise<IdentityProvider> {
    const provider = new IdentityProvider(await generateKeyPair('ES256', { extractable: true }));
    await new Promise<void>((resolve) => provider.#server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  private constructor(keys: Awaited<ReturnType<typeof generateKeyPair>>) {
    this.#keys = keys;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What a server that trusts it is told. */
  get vars(): Record<string, string> {
    return {
      ENVIRONMENT: 'production',
      JWT_ISSUER: this.issuer,
      JWT_AUDIENCE: 'triptrip-api',
      JWT_JWKS_URL: `${this.issuer}/jwks`,
      JWT_ALGORITHMS: 'ES256',
      OIDC_CLIENT_ID: clientId,
      OIDC_CLIENT_SECRET: clientSecret,
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.issuer);
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(response, 200, {
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/jwks`,
          scopes_supported: ['openid', 'profile', 'offline_access'],
          id_token_signing_alg_values_supported: ['ES256'],
          authorization_response_iss_parameter_supported: true,
        });
      case '/jwks':
        return json(response, 200, { keys: [{ ...(await exportJWK(this.#keys.publicKey)), kid: 'k1', alg: 'ES256' }] });
      case '/authorize':
        return this.#authorize(url.searchParams, response);
      case '/token':
        return this.#token(request, response);
      default:
        response.writeHead(404).end();
    }
  }

  #authorize(asked: URLSearchParams, response: ServerResponse): void {
    const word = (name: string) => asked.get(name) ?? '';
    const isRight =
      word('client_id') === clientId && word('response_type') === 'code' && word('code_challenge_method') === 'S256';
    if (!isRight || word('scope') !== 'openid profile offline_access') return void response.writeHead(400).end();
    const back = new URL(word('redirect_uri'));
    back.searchParams.set('state', word('state'));
    back.searchParams.set('iss', this.issuer);
    if (this.refuses) back.searchParams.set('error', 'access_denied');
    else
      back.searchParams.set(
        'code',
        this.grant({ redirectUri: word('redirect_uri'), challenge: word('code_challenge'), nonce: word('nonce') }),
      );
    response.writeHead(302, { location: back.href }).end();
  }

  /** A code that is good once. */
  grant(grant: Grant): string {
    const code = randomUUID();
    this.#grants.set(code, grant);
    return code;
  }

  async #token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    if (!isClient(request.headers.authorization)) return json(response, 401, { error: 'invalid_client' });
    const nonce = form.get('grant_type') === 'refresh_token' ? this.#renew(form) : this.#redeem(form);
    if (nonce === null) return json(response, 400, { error: 'invalid_grant' });
    const refreshToken = randomUUID();
    this.#refreshTokens.add(refreshToken);
    json(response, 200, {
      access_token: randomUUID(),
      token_type: 'Bearer',
      id_token: await this.#idToken(nonce),
      refresh_token: refreshToken,
    });
  }

  #redeem(form: URLSearchParams): string | null {
    this.codes += 1;
    const code = form.get('code') ?? '';
    const grant = this.#grants.get(code);
    this.#grants.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    return grant?.challenge === challenge && grant.redirectUri === form.get('redirect_uri') ? grant.nonce : null;
  }

  #renew(form: URLSearchParams): string | null {
    this.renewals += 1;
    return this.#refreshTokens.delete(form.get('refresh_token') ?? '') ? '' : null;
  }

  #idToken(nonce: string): Promise<string> {
    return new SignJWT({ ...this.person, ...(nonce === '' ? {} : { nonce }) })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(this.issuer)
      .setAudience(clientId)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(this.#keys.privateKey);
  }
}

/** Basic authentication with what RFC 6749 has clients encode as in forms. */
function isClient(authorization = ''): boolean {
  const [scheme, credentials = ''] = authorization.split(' ');
  const words = Buffer.from(credentials, 'base64').toString().split(':');
  const [id, secret] = words.map((word: string) => decodeURIComponent(word.replaceAll('+', ' ')));
  return scheme === 'Basic' && id === clientId && secret === clientSecret;
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
