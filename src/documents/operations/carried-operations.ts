import type { Operation } from '../../protocol/operations';
import { isPlainObject } from '../content-check';
import { pointer, pointerTokens } from '../pointer';
import { type DocumentSchema, isCollection, isPlaced } from '../schema';
import type { Content } from '../view';
import { fieldOf, resolvePath } from './element-paths';
import { isRelated } from './view-difference';

/**
 * Operations that mean the same at a later version, with elements by their ids, because nothing that came between
 * touched what they are about; null when that cannot be said. Then they need no fork.
 * @param touched paths of what came between.
 */
export function carryOperations(
  schema: DocumentSchema,
  before: Content,
  operations: unknown,
  touched: ReadonlySet<string>,
): readonly Operation[] | null {
  if (!Array.isArray(operations) || !operations.every(hasPaths)) return null;
  const carried: Operation[] = [];
  const footprints = new Set<string>();
  const arranged = new Set((operations as Operation[]).flatMap((operation) => arrangedLists(schema, operation)));
  for (const operation of operations as Operation[]) {
    const path = carryPath(schema, before, operation.path, arranged, footprints);
    const from = 'from' in operation ? carryPath(schema, before, operation.from, arranged, footprints) : undefined;
    if (path === null || from === null) return null;
    carried.push({ ...operation, path, ...(from === undefined ? {} : { from }) } as Operation);
  }
  const concerns = (name: string): boolean => [...footprints].some((path) => isRelated(path, pointer(name)));
  for (const { fields } of schema.rules) {
    if (fields.some(concerns)) for (const name of fields) footprints.add(pointer(name));
  }
  // What fitted a register when its author wrote it is not to be refused because of what the register is now.
  for (const { map, register } of schema.entryRules ?? []) if (concerns(map)) footprints.add(pointer(register));
  for (const footprint of footprints) for (const path of touched) if (isRelated(path, footprint)) return null;
  return carried;
}

/** Whether operations are about nothing but the fields of a schema. */
export function areAllWithin(schema: DocumentSchema, operations: unknown): boolean {
  if (!Array.isArray(operations) || !operations.every(hasPaths)) return false;
  return (operations as Operation[]).every((operation) => {
    const paths = 'from' in operation ? [operation.path, operation.from] : [operation.path];
    return paths.every((path) => fieldOf(schema, pointerTokens(path) ?? []) !== null);
  });
}

function hasPaths(operation: unknown): operation is Operation {
  if (!isPlainObject(operation)) return false;
  const paths = 'from' in operation ? [operation.path, operation.from] : [operation.path];
  return paths.every((path) => typeof path === 'string' && pointerTokens(path) !== null);
}

/** The lists in which an operation changes who is where: such operations are about the whole list. */
function arrangedLists(schema: DocumentSchema, operation: Operation): string[] {
  const paths = 'from' in operation ? [operation.path, operation.from] : [operation.path];
  return paths.flatMap((path) => {
    const tokens = pointerTokens(path) ?? [];
    const field = fieldOf(schema, tokens);
    const [name, , key] = tokens;
    if (field === null || name === undefined || !isCollection(field)) return [];
    const isPlace = isPlaced(field) && (key === 'day' || key === 'order');
    return key === undefined || isPlace || 'from' in operation ? [name] : [];
  });
}

function carryPath(
  schema: DocumentSchema,
  before: Content,
  path: string,
  arranged: ReadonlySet<string>,
  footprints: Set<string>,
): string | null {
  const tokens = pointerTokens(path) ?? [];
  const field = fieldOf(schema, tokens);
  const [name, key, elementKey] = tokens;
  if (field === null || name === undefined) return null;
  if (isCollection(field) && elementKey !== undefined && !arranged.has(name)) {
    const resolved = resolvePath(schema, before, path);
    const id = resolved === null ? undefined : pointerTokens(resolved.named)?.[1];
    if (resolved === null || id === undefined) return null;
    footprints.add(pointer(name, id, elementKey));
    return resolved.named;
  }
  const hasKeys = field.kind === 'map' || (field.kind === 'json' && isPlainObject(before[name]));
  footprints.add(hasKeys && key !== undefined ? pointer(name, key) : pointer(name));
  return path;
}
