import type { Operation } from '../../../src/protocol/operations';
import { applyOperation, MisfitOperation, pathOf, tokensOf, valueAt } from './apply-operations';
import type { DocumentShape } from './document-shape';
import { mergeText } from './merge-text';

/** Operations made here that the server has not confirmed. Plain JSON: kept on the device as it is. */
export interface PendingOperation {
  /** The same at every try: the server does it once. */
  readonly id: string;
  /** The version they were made against, besides what is pending before them. */
  readonly version: number;
  /** As they were made. */
  readonly operations: readonly Operation[];
  /** The same with elements by what they are known by, so that they fit when others came or went. */
  readonly stable: readonly Operation[];
  /** What was in the texts that are replaced, by their stable path: what others write there meanwhile stays. */
  readonly texts: Readonly<Record<string, string>>;
  /** Whether it is to stand whatever the server has. */
  readonly force: boolean;
  /** Whether the server may know it already. */
  readonly isSent: boolean;
}

/** What came of making operations. */
export type Made =
  | { readonly ok: true; readonly pending: PendingOperation; readonly view: unknown }
  | { readonly ok: false; readonly index: number; readonly detail: string };

/** Makes operations against what is shown. All or nothing. */
export function makePending(shape: DocumentShape, view: unknown, version: number, id: string, given: readonly Operation[]): Made {
  const operations = given.map((operation) => withElementId(shape, operation));
  const stable: Operation[] = [];
  const texts: Record<string, string> = {};
  let now = view;
  for (const [index, operation] of operations.entries()) {
    try {
      const after = applyOperation(shape, now, operation);
      const one = stableOperation(shape, now, after, operation);
      if (one.op === 'replace' && !Object.hasOwn(texts, one.path)) {
        const text = valueAt(shape, now, one.path);
        if (typeof text === 'string' && shape.isText(tokensOf(one.path))) texts[one.path] = text;
      }
      stable.push(one);
      now = after;
    } catch (error) {
      if (error instanceof MisfitOperation) return { ok: false, index, detail: error.message };
      throw error;
    }
  }
  return { ok: true, pending: { id, version, operations, stable, texts, force: false, isSent: false }, view: now };
}

/** A document with what is pending done to it, as far as it still fits: what does not fit has no effect. */
export function withPending(shape: DocumentShape, view: unknown, pending: readonly PendingOperation[]): unknown {
  return pending.reduce((before, { stable, texts, force }) => {
    // The server does not evaluate a test in what is forced, either.
    const effective = force ? stable.filter(({ op }) => op !== 'test') : stable;
    try {
      return rebased(shape, before, effective, texts).reduce((now, operation) => applyOperation(shape, now, operation), before);
    } catch (error) {
      if (error instanceof MisfitOperation) return before;
      throw error;
    }
  }, view);
}

/** Operations as they are to be made against what a document is now, so that what others wrote into its texts stays. */
export function rebased(
  shape: DocumentShape,
  view: unknown,
  stable: readonly Operation[],
  texts: PendingOperation['texts'],
): readonly Operation[] {
  const seen = new Set<string>();
  return stable.map((operation) => {
    if (operation.op !== 'replace' || seen.has(operation.path)) return operation;
    seen.add(operation.path);
    const [before, now] = [texts[operation.path], valueAt(shape, view, operation.path)];
    if (before === undefined || typeof now !== 'string' || typeof operation.value !== 'string') return operation;
    return { ...operation, value: mergeText(before, operation.value, now) };
  });
}

/** Names of the fields that operations write. */
export function rootsOf(operations: readonly Operation[]): ReadonlySet<string> {
  return new Set(
    operations.flatMap((operation) => [
      tokensOf(operation.path)[0] ?? '',
      ...(operation.op === 'move' ? [tokensOf(operation.from)[0] ?? ''] : []),
    ]),
  );
}

/** One step for what would be two: a text that is typed need not go out letter by letter. Null when it is not the same place. */
export function joined(earlier: PendingOperation, later: PendingOperation): PendingOperation | null {
  const [[a, ...moreOfA], [b, ...moreOfB]] = [earlier.stable, later.stable];
  if (earlier.isSent || earlier.force || earlier.version !== later.version || moreOfA.length + moreOfB.length > 0) return null;
  if (a?.op !== 'replace' || b?.op !== 'replace' || a.path !== b.path) return null;
  return { ...earlier, operations: later.operations, stable: later.stable };
}

/** A new element gets what it is known by here, so that the next operation can name it. */
function withElementId(shape: DocumentShape, operation: Operation): Operation {
  if (operation.op !== 'add') return operation;
  const [name, position, ...rest] = tokensOf(operation.path);
  const { value } = operation;
  if (name === undefined || position === undefined || rest.length > 0 || shape.keyOf(name) !== 'id') return operation;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'id' in value) return operation;
  return { ...operation, value: { id: crypto.randomUUID(), ...value } };
}

function stableOperation(shape: DocumentShape, before: unknown, after: unknown, operation: Operation): Operation {
  switch (operation.op) {
    case 'add':
      return { ...operation, path: position(shape, before, after, operation.path) };
    case 'copy':
    case 'move': {
      const path = position(shape, before, after, operation.path);
      return { ...operation, path, from: stablePath(shape, before, operation.from) };
    }
    default:
      return { ...operation, path: stablePath(shape, before, operation.path) };
  }
}

/** A path with its element by what that is known by. */
function stablePath(shape: DocumentShape, view: unknown, path: string): string {
  const [name, index, ...rest] = tokensOf(path);
  if (name === undefined || index === undefined) return path;
  const id = idOf(shape, name, valueAt(shape, view, pathOf([name, index])));
  return id === null ? path : pathOf([name, `@${id}`, ...rest]);
}

/** A place in a list as that in front of the element which follows there. */
function position(shape: DocumentShape, before: unknown, after: unknown, path: string): string {
  const [name, index, ...rest] = tokensOf(path);
  if (name === undefined || index === undefined || rest.length > 0 || shape.keyOf(name) === null) {
    return rest.length > 0 ? stablePath(shape, before, path) : path;
  }
  const [was, is] = [valueAt(shape, before, `/${name}`), valueAt(shape, after, `/${name}`)];
  if (index === '-' || index.startsWith('@') || !Array.isArray(was) || !Array.isArray(is)) return path;
  const next = idOf(shape, name, is[Number(index) + 1]);
  return pathOf([name, next === null ? '-' : `@${next}`]);
}

function idOf(shape: DocumentShape, name: string, element: unknown): string | null {
  const key = shape.keyOf(name);
  if (key === null || typeof element !== 'object' || element === null) return null;
  const id = (element as Readonly<Record<string, unknown>>)[key];
  return typeof id === 'string' ? id : null;
}
