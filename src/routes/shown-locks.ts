import { z } from '@hono/zod-openapi';
import { lockLimits } from '../protocol/limits';

/** The header in which a write shows the locks of its author (PROTOCOL.md X4). */
export const LockTokens = z.object({
  'lock-token': z
    .string()
    .regex(/^\s*\d{1,15}\s*(,\s*\d{1,15}\s*)*$/, 'must be tokens of locks, separated by commas')
    .transform((text) => text.split(',').map(Number))
    .refine((tokens) => tokens.length <= lockLimits.maxLocksOfPerson, `must be at most ${lockLimits.maxLocksOfPerson} tokens`)
    .optional()
    .openapi({
      type: 'string',
      example: '7,12',
      description: 'Tokens of locks of yours that cover what is written, separated by commas.',
    }),
});
