import { z } from '@hono/zod-openapi';
import { type ErrorCode, errorCodes } from '../protocol/codes';

const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]];

/** Problem details (RFC 9457), as they stand in the API's description. */
export const Problem = z
  .looseObject({
    type: z.string().openapi({ example: 'urn:triptrip:problem:not-found' }),
    title: z.string(),
    status: z.int(),
    code: z.enum(codes),
    detail: z.string().optional(),
    instance: z.string().openapi({ description: 'Path of the request.' }),
    request_id: z.string(),
  })
  .openapi('Problem');

/** The answers of a route that are problems, by status. */
export function problems(...expected: readonly ErrorCode[]) {
  const byStatus: Record<number, { description: string; content: { 'application/problem+json': { schema: typeof Problem } } }> =
    {};
  for (const code of expected) {
    const { status, title } = errorCodes[code];
    const others = byStatus[status]?.description;
    byStatus[status] = {
      description: `${others ? `${others} · ` : ''}\`${code}\`: ${title}.`,
      content: { 'application/problem+json': { schema: Problem } },
    };
  }
  return byStatus;
}

/** What every route with a token can answer. */
export const signedInProblems = ['unauthenticated', 'internal'] as const satisfies readonly ErrorCode[];

/** What every route to one document can answer. */
export const documentProblems = [
  ...signedInProblems,
  'forbidden',
  'not-found',
  'unavailable',
] as const satisfies readonly ErrorCode[];

/** What every route with a body that changes something can answer. */
export const writeProblems = [
  'malformed',
  'too-large',
  'unsupported-media-type',
  'invalid',
  'rate-limited',
] as const satisfies readonly ErrorCode[];
