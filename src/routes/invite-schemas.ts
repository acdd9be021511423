import { z } from '@hono/zod-openapi';
import type { Invite as DocumentInvite } from '../documents/api';
import { documentKinds } from '../protocol/document-kinds';
import { documentLimits } from '../protocol/limits';
import { inviteRoles, roles } from '../protocol/roles';
import { DocumentParams } from './document-schemas';

/** The shapes of invitations on the wire. */

const inviteRole = z.enum(inviteRoles);
const timestamp = z.string().openapi({ format: 'date-time', example: '2026-11-29T09:00:00.000Z' });
const exampleToken = '0198a000-0000-7000-8000-000000000000.wGm0r9q2eT1kX7nJb4VdZ3hYc8LpSfA6uQiR5oNtEyM';
const maxUses = z
  .int()
  .min(1)
  .max(documentLimits.maxInviteUses)
  .nullable()
  .openapi({ description: 'How many people it can make members; null: any number.', example: 10 });

const inviteFields = {
  id: z.string().openapi({ example: '0b54f6c1-5c3c-4c0e-9f0e-2f9a1f6f7f10' }),
  role: inviteRole,
  expires_at: timestamp,
  max_uses: maxUses,
  uses: z.int().openapi({ description: 'How many people it has made members.', example: 0 }),
  created_by: z.string().openapi({ description: 'Id of a person.', example: 'aoi' }),
  created_at: timestamp,
};

export const Invite = z.object(inviteFields).readonly().openapi('Invite');

export const InviteList = z.object({ invites: z.array(Invite).readonly() }).openapi('InviteList');

/** An invitation as it is answered to who makes it. */
export const MadeInvite = z
  .object({
    ...inviteFields,
    token: z
      .string()
      .openapi({ description: 'The right itself. It is told to this call only, and to its repetitions.', example: exampleToken }),
    url: z.string().openapi({
      format: 'uri',
      description: 'The page on which it can be accepted.',
      example: `https://trips.example/invites/${exampleToken}`,
    }),
  })
  .readonly()
  .openapi('MadeInvite');

export const NewInvite = z
  .object({
    role: inviteRole,
    expires_in: z
      .int()
      .min(1)
      .max(documentLimits.maxInviteSeconds)
      .default(documentLimits.defaultInviteSeconds)
      .openapi({ description: 'Life in seconds.', example: 86_400 }),
    max_uses: maxUses.default(null),
  })
  .openapi('NewInvite');

/** The document that an invitation leads to. */
const place = {
  kind: z.enum(documentKinds),
  id: z.string().openapi({ format: 'uuid' }),
  trip_id: z.string().optional().openapi({ format: 'uuid', description: 'Of a trip: its `id`.' }),
};

/** What somebody may know who has the token. */
export const InvitePreview = z
  .object({
    ...place,
    title: z.string().openapi({ example: '京都 / Kyoto' }),
    role: inviteRole,
    invited_by: z.object({ name: z.string().openapi({ example: '葵' }) }).readonly(),
    expires_at: timestamp,
  })
  .readonly()
  .openapi('InvitePreview');

export const Joined = z
  .object({ ...place, role: z.enum(roles).openapi({ description: 'Your role in it now.' }) })
  .readonly()
  .openapi('Joined');

export const InviteParams = DocumentParams.extend({
  inviteId: z.string().openapi({ param: { name: 'inviteId', in: 'path' } }),
});

export const InviteTokenParams = z.object({
  token: z.string().openapi({ param: { name: 'token', in: 'path' }, example: exampleToken }),
});

/** An invitation as it is shown. */
export function inviteBodyOf(invite: DocumentInvite): z.output<typeof Invite> {
  const { id, role, expiresAtMs, maxUses, uses, createdBy, createdAtMs } = invite;
  return {
    id,
    role,
    expires_at: isoOf(expiresAtMs),
    max_uses: maxUses,
    uses,
    created_by: createdBy,
    created_at: isoOf(createdAtMs),
  };
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
