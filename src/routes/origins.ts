/**
 * Whether a page of `origin` may call this server: its own pages always, others when `allowed` names them.
 * @param requestUrl the address the request came to.
 * @param allowed origins separated by spaces, e.g. `https://a.example https://b.example:8443`.
 */
export function isAllowedOrigin(origin: string, requestUrl: string, allowed: string): boolean {
  if (origin === '') return false;
  return origin === new URL(requestUrl).origin || allowed.split(/\s+/).includes(origin);
}
