/** After `invites/`: whatever asks for an invitation; and what has a token's dot, however the path got there. After `feeds/`: all. */
const tokens = /(\/v1\/(?:invites|feeds)\/+|invites\/+(?=[^/]*(?:\.|%2e)))[^/]+/gi;

/**
 * The path of a request without the token that stands in it where somebody looks at an invitation: for the log, and for
 * problems, which people paste into reports.
 */
export function loggablePath(path: string): string {
  return path.replace(tokens, '$1[token]');
}
