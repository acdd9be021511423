/** Writes a JSON Pointer (RFC 6901). Elements of lists are named `@id`. */
export function pointer(...tokens: readonly string[]): string {
  let path = '';
  for (const token of tokens) path += `/${escaped(token)}`;
  return path;
}

function escaped(token: string): string {
  return token.includes('~') || token.includes('/') ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token;
}

/** A `~` that stands neither for itself (`~0`) nor for a slash (`~1`). */
const strayTilde = /~(?![01])/;

/** Reads a JSON Pointer into its tokens; null when it is not one. */
export function pointerTokens(path: string): string[] | null {
  if (path === '') return [];
  if (!path.startsWith('/') || strayTilde.test(path)) return null;
  return path
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
