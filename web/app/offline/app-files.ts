import { routes } from '../routes';

/** One version of the app: all that a device has to keep to open it without a network. The build writes it. */
export interface AppFiles {
  /** Differs whenever one of the files does. */
  readonly version: string;
  /** The script that the page starts with; its name tells which version a page runs. */
  readonly entry: string;
  /** Paths whose names change with their contents. */
  readonly hashed: readonly string[];
  /** Paths whose contents change under the same name; the page itself is `/`. */
  readonly named: readonly string[];
}

/** The message to a waiting worker that it may take over. */
export const takeOverMessage = 'take-over';

/** Whether an address is the app's own to answer; any other one is the server's, or does not exist. */
export function isAppPath(path: string): boolean {
  return pageNames.has(nameOf(path));
}

const pageNames = new Set(Object.values(routes).map(nameOf));

/** The first part of a path. What follows it is the page's own to make sense of. */
function nameOf(path: string): string | undefined {
  return path.split('/')[1];
}

/** Pages hold a lock of this name while they run: their version's files have to stay. */
export function runningLock(entry: string): string {
  return `${runningPrefix}${entry}`;
}

/** The entries of the versions that pages run now, by the locks they hold. */
export function runningEntries({ held = [] }: { readonly held?: readonly { readonly name?: string }[] }): string[] {
  return held.flatMap(({ name }) => (name?.startsWith(runningPrefix) ? [name.slice(runningPrefix.length)] : []));
}

const runningPrefix = 'triptrip.runs:';
