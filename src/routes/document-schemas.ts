import { z } from '@hono/zod-openapi';
import { restLimits } from '../protocol/limits';
import { isDocumentId } from './document-ids';

/** What the shapes of all kinds of documents have in common on the wire. */

export const timestamp = z.string().openapi({ format: 'date-time' });

export const DocumentParams = z.object({
  id: z
    .string()
    .refine(isDocumentId, 'must be the id of a document')
    .openapi({ param: { name: 'id', in: 'path' }, format: 'uuid' }),
});

export const DeltaRun = z
  .object({ insert: z.string(), attributes: z.record(z.string(), z.unknown()).readonly().exactOptional() })
  .readonly()
  .openapi('DeltaRun', { description: 'One run of a rich text, in the Delta format.' });

/** A rich text as it may be brought: its runs, or a plain text. */
export const RichText = z.union([z.string(), z.array(z.looseObject({ insert: z.string() }))]);

export const Attachment = z
  .object({ id: z.string(), url: z.url().nullable(), title: z.string() })
  .readonly()
  .openapi('Attachment');

/** What every view has that nobody writes. */
export const frameFields = {
  id: z.string(),
  owner_id: z.string(),
  collaborators: z
    .array(z.object({ id: z.string(), name: z.string(), role: z.string(), color: z.string() }).readonly())
    .readonly(),
  metadata: z.object({ created_at: timestamp, updated_at: timestamp, version: z.int() }).readonly(),
};

/** Elements of a list as they may be brought: which keys and values are right is the document's to say. */
export const listed = <S extends z.ZodRawShape>(fields: S) => z.array(z.looseObject(fields).partial()).nullable();

export const NewAttachments = listed({ id: z.string(), url: z.string().nullable(), title: z.string().nullable() });

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be visible ASCII characters')
  .max(restLimits.maxIdempotencyKeyChars)
  .optional();

export const CreateHeaders = z.object({
  'idempotency-key': idempotencyKey.openapi({
    description: 'A call that is repeated with the same key creates nothing a second time.',
  }),
});

export const StepHeaders = z.object({
  'idempotency-key': idempotencyKey.openapi({
    description: 'A call that is repeated with the same key takes no second step, and has the same answer.',
  }),
});
