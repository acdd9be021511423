import { z } from '@hono/zod-openapi';
import type { VersionEntry, VersionPage } from '../documents/api';
import { restLimits } from '../protocol/limits';
import { DocumentParams, timestamp } from './document-schemas';

/** Number of a version. */
export const version = z.coerce.number().int().min(0);

const Version = z
  .object({
    version: z.int(),
    at: timestamp,
    actor: z.object({ id: z.string(), name: z.string() }).readonly(),
    kind: z.enum(['edit', 'op', 'undo', 'redo', 'restore', 'revert']).openapi({
      description: '`edit`: by a live connection; `op`: by JSON operations, over HTTP or a socket.',
    }),
    touched: z
      .array(z.string())
      .readonly()
      .openapi({
        description: 'JSON pointers of what it changed, with `@id` in place of indices.',
        example: ['/attendees/@user_123/response_status'],
      }),
  })
  .openapi('DocumentVersion') satisfies z.ZodType<VersionEntry>;

export const VersionList = z
  .object({ versions: z.array(Version).readonly(), next_before: z.int().nullable() })
  .openapi('DocumentVersionList') satisfies z.ZodType<VersionPage>;

export const PatchOperation = z
  .object({
    op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test', 'text', 'noop']),
    path: z.string(),
    from: z.string().optional(),
    value: z.unknown().optional(),
    edits: z
      .array(z.object({ at: z.int(), remove: z.int(), insert: z.string() }))
      .optional()
      .openapi({ description: 'With `text`: what changes in the text, one after another.' }),
  })
  .openapi('DoneOperation');

export const Difference = z.object({ operations: z.array(PatchOperation) }).openapi('DocumentDifference');
export const Step = z.object({ version: z.int(), operations: z.array(PatchOperation) }).openapi('DocumentStep');

export const Revert = z
  .object({
    person: z.string().max(restLimits.maxUserIdChars).openapi({ description: 'Whose edits.' }),
    from: z.int().min(1).openapi({ description: 'The first version of the span …' }),
    to: z.int().min(1).openapi({ description: '… and the last one.' }),
  })
  .openapi('RevertRequest');

export const VersionParams = DocumentParams.extend({ version: version.openapi({ param: { name: 'version', in: 'path' } }) });
