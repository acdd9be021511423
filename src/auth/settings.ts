import { z } from 'zod';

/** The part of the Worker's environment that says whose tokens are valid. */
export interface AuthSettings {
  readonly ENVIRONMENT: string;
  /** Signs development tokens; only read when `ENVIRONMENT` is `development`. */
  readonly DEV_JWT_SECRET?: string;
  readonly JWT_ISSUER: string;
  readonly JWT_AUDIENCE: string;
  readonly JWT_JWKS_URL: string;
  /** Separated by spaces. */
  readonly JWT_ALGORITHMS: string;
  /** As what the app is known to the identity provider at `JWT_ISSUER`; absent or empty: people bring their tokens themselves. */
  readonly OIDC_CLIENT_ID?: string;
  /** Of a confidential client. */
  readonly OIDC_CLIENT_SECRET?: string;
}

/** Whose tokens are valid: those of the development login, or those of one identity provider. */
export type Trust =
  | { readonly kind: 'development'; readonly secret: Uint8Array }
  | {
      readonly kind: 'provider';
      readonly issuer: string;
      /** A token is for one of them: other programs' tokens for the API, and those of people who signed in with the app. */
      readonly audiences: string[];
      readonly jwksUrl: string;
      readonly algorithms: string[];
    };

// Only signatures with a key pair: a shared secret (HS*) would let everyone who can verify a token also make one.
const asymmetric = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const;

const development = z.object({ DEV_JWT_SECRET: z.string().min(32) });

const provider = z.object({
  JWT_ISSUER: z.string().min(1),
  JWT_AUDIENCE: z.string().min(1),
  JWT_JWKS_URL: z.string().refine(isSecure),
  JWT_ALGORITHMS: z
    .string()
    .transform((list) => list.split(/\s+/).filter((name) => name !== ''))
    .pipe(z.array(z.enum(asymmetric)).min(1)),
});

/** Whether anyone may log in as anyone. */
export function isDevelopment(settings: AuthSettings): boolean {
  return settings.ENVIRONMENT === 'development';
}

/**
 * Reads whose tokens are valid.
 * @throws Error naming the variables that are missing or wrong: such a deployment must not answer anyone.
 */
export function trustOf(settings: AuthSettings): Trust {
  if (isDevelopment(settings)) {
    const { DEV_JWT_SECRET } = parse(development, settings);
    return { kind: 'development', secret: new TextEncoder().encode(DEV_JWT_SECRET) };
  }
  const values = parse(provider, settings);
  return {
    kind: 'provider',
    issuer: values.JWT_ISSUER,
    audiences: [values.JWT_AUDIENCE, settings.OIDC_CLIENT_ID ?? ''].filter((audience) => audience !== ''),
    jwksUrl: values.JWT_JWKS_URL,
    algorithms: values.JWT_ALGORITHMS,
  };
}

/** Where the app sends people to sign in. */
export interface SignInClient {
  /** Address of the identity provider; where its metadata is found below. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
}

/** As what the app is known to the identity provider; null where it is not. */
export function signInClientOf(settings: AuthSettings): SignInClient | null {
  const { OIDC_CLIENT_ID: clientId = '', OIDC_CLIENT_SECRET: secret = '', JWT_ISSUER: issuer } = settings;
  if (isDevelopment(settings) || clientId === '') return null;
  return { issuer, clientId, clientSecret: secret === '' ? null : secret };
}

/** Whether what goes to an address cannot be read on its way: over TLS, or to a provider on the same machine, for trying it out. */
export function isSecure(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost'));
}

function parse<S extends z.ZodType>(schema: S, settings: AuthSettings): z.output<S> {
  const result = schema.safeParse(settings);
  if (result.success) return result.data;
  // The names only: a value may be a secret.
  const names = new Set(result.error.issues.map((issue) => String(issue.path[0])));
  throw new Error(`the configuration of authentication is incomplete: ${[...names].join(', ')}`);
}
