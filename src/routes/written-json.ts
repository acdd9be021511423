import type { Context, TypedResponse } from 'hono';
import type { JSONParsed } from 'hono/utils/types';

/** An answer whose JSON is written already. What it has to be by the route's schema is for the caller to see to. */
export function writtenJson<T>(c: Context, json: string): Response & TypedResponse<JSONParsed<T>, 200, 'json'> {
  const response: Response = c.body(json, 200, { 'content-type': 'application/json' });
  return response as Response & TypedResponse<JSONParsed<T>, 200, 'json'>;
}
