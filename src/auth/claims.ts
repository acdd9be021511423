import { z } from 'zod';
import { fieldLimits, restLimits } from '../protocol/limits';
import type { Identity } from '../protocol/roles';
import { isScope } from './policy';

/** The last moment that is a date. What is meant to be good for ever may be good for longer. */
const lastMs = 8.64e15;

/** Whether somebody can have this id: printable, so that it can stand in addresses, logs and presence. */
export function isPersonId(id: string): boolean {
  return id !== '' && id.length <= restLimits.maxUserIdChars && id.isWellFormed() && !/\p{Cc}/u.test(id);
}

// A picture that cannot be shown is no reason to refuse a person.
const picture = z
  .url({ protocol: /^https?$/ })
  .max(fieldLimits.maxUrlChars)
  .optional()
  .catch(undefined);

const claims = z.object({
  sub: z.string().refine(isPersonId),
  name: z
    .string()
    .transform((name) => name.trim().toWellFormed().slice(0, restLimits.maxNameChars).toWellFormed())
    .optional(),
  avatar: picture,
  /** The OpenID Connect name of `avatar`. */
  picture,
  role: z.enum(['user', 'admin', 'service']).default('user'),
  /** Separated by spaces (RFC 8693). Absent: not restricted. */
  scope: z.string().optional(),
  exp: z.number().optional(),
});

/** The identity in the payload of a verified token; null when a claim is missing or has the wrong shape. */
export function identityOfClaims(payload: unknown): Identity | null {
  const result = claims.safeParse(payload);
  if (!result.success) return null;
  const { sub, name, avatar, picture: oidcPicture, role, scope, exp } = result.data;
  return {
    id: sub,
    name: name || sub,
    avatar: avatar ?? oidcPicture ?? null,
    role,
    // Only words that mean something here: an identity is kept with each socket, where there is little room.
    scopes: scope === undefined ? null : [...new Set(scope.split(' ').filter(isScope))],
    expiresAtMs: exp === undefined ? null : Math.min(exp * 1000, lastMs),
  };
}
