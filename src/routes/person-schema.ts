import { z } from '@hono/zod-openapi';
import { personColor } from '../protocol/person-colors';
import type { Identity } from '../protocol/roles';

/** The members of a person as they are told of themselves. */
export const personShape = {
  id: z.string(),
  name: z.string(),
  avatar: z.string().nullable(),
  role: z.enum(['user', 'admin', 'service']),
  color: z.string(),
};

/** Somebody who is signed in, as they are told of themselves. */
export function personView({ id, name, avatar, role }: Pick<Identity, 'id' | 'name' | 'avatar' | 'role'>) {
  return { id, name, avatar, role, color: personColor(id) };
}
