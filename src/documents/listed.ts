import type { DocumentSchema } from './schema';

/** Whether lists show what is at a pointer into the JSON view, or a part of it. */
export function isListed(schema: Pick<DocumentSchema, 'listed'>, pointer: string): boolean {
  return schema.listed.includes(pointer.split('/', 2)[1] ?? '');
}
