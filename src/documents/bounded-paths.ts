import { pointer, pointerTokens } from './pointer';

/** What the paths of a row may be together: a row of the log is one of SQLite, which may have 2 MB on the platform. */
const maxPathChars = 256 * 1024;

/** The paths that a row says it touched: of too many, the elements or keys they are in; of too many of those, the fields. */
export function boundedPaths(paths: readonly string[]): readonly string[] {
  if (charsOf(paths) <= maxPathChars) return paths;
  const elements = frontsOf(paths, 2);
  return charsOf(elements) <= maxPathChars ? elements : frontsOf(paths, 1);
}

function frontsOf(paths: readonly string[], depth: number): string[] {
  return [...new Set(paths.map((path) => pointer(...(pointerTokens(path) ?? []).slice(0, depth))))];
}

function charsOf(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + path.length, 0);
}
