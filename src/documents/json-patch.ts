import { applyPatch, type Operation } from 'rfc6902';
import type { Outcome, Refusal } from '../protocol/codes';
import { restLimits } from '../protocol/limits';
import { isPlainObject } from './content-check';
import { charsOf, copyOf, isSameJson } from './json-values';
import { fieldOf, resolvePath, tokensOf } from './operations/element-paths';
import { pointer, pointerTokens } from './pointer';
import { type DocumentSchema, forbiddenKeys, idKeyOf, isCollection } from './schema';
import { type Content, readOnlyFields } from './view';

const operationNames = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/** A content after operations. What they did not name is shared with the content before. */
export interface Patched {
  readonly content: Content;
  /** Paths of what each operation but `test` was about, with `@id` in place of indices. */
  readonly targets: readonly string[];
}

/**
 * Applies RFC 6902 operations to a copy of a JSON view: all of them, or none. `@id` may stand for an index (PROTOCOL.md O20).
 * @param isForced whether they are done whatever their `test`s would say (O13).
 */
export function applyJsonPatch(schema: DocumentSchema, view: Content, operations: unknown, isForced = false): Outcome<Patched> {
  if (!Array.isArray(operations)) return refuse({ code: 'malformed', detail: 'A JSON Patch is an array of operations.' });
  if (operations.length > restLimits.maxPatchOperations) {
    return refuse({ code: 'too-large', detail: `A patch has at most ${restLimits.maxPatchOperations} operations.` });
  }
  const patch = new Patch(schema, view);
  for (const [index, operation] of operations.entries()) {
    const problem = checkOperation(operation) ?? (isForced && isTest(operation) ? null : patch.apply(operation as Operation));
    if (problem !== null) return refuse({ ...problem, extensions: { index, ...problem.extensions } });
  }
  return { ok: true, value: patch };
}

class Patch implements Patched {
  readonly content: Content;
  readonly targets: string[] = [];
  /** Fields, and elements of collections, that are copies already. */
  readonly #copied = new Set<unknown>();
  /** What operations have copied until now. */
  #copiedChars = 0;

  constructor(
    private readonly schema: DocumentSchema,
    view: Content,
  ) {
    this.content = { ...view };
  }

  /** Answers why the operation cannot be done, null when it was. */
  apply(operation: Operation): Refusal | null {
    const isFrom = operation.op === 'move' || operation.op === 'copy';
    const from = isFrom ? this.#resolve(operation.from) : null;
    const path = this.#resolve(operation.path, operation);
    if (path === null || (isFrom && from === null)) return this.#fail(operation, 'The path leads nowhere.');
    if (operation.op === 'test') return this.#test(operation, path.indexed);
    if (!this.#isPlace(operation, path.indexed, from?.indexed)) return this.#fail(operation, 'There is no such place.');
    if (operation.op === 'copy' && from !== null && !this.#hasRoomFor(this.#valueAt(from.indexed))) {
      return { code: 'too-large', detail: `A patch copies at most ${restLimits.maxJsonBytes} characters.` };
    }
    for (const { indexed } of from === null ? [path] : [from, path]) this.#copyElement(indexed);
    this.targets.push(...this.#targetsOf(operation, path.named, from?.named));
    const resolved = {
      ...operation,
      path: pointer(...path.indexed),
      ...(from === null ? {} : { from: pointer(...from.indexed) }),
    };
    const [error] = applyPatch(this.content, [resolved as Operation]);
    // The words of the library's error would tell what is in the document.
    const detail = error?.name === 'MissingError' ? 'There is no such place.' : 'The operation cannot be done.';
    return error ? this.#fail(operation, detail) : null;
  }

  /** Not by the library: it finds out in how few steps one array becomes another, at a cost of the product of their lengths. */
  #test(operation: Extract<Operation, { op: 'test' }>, indexed: readonly string[]): Refusal | null {
    const isSame = isSameJson(this.#valueAt(indexed), operation.value);
    return isSame ? null : this.#fail(operation, 'The value there is another one.');
  }

  /**
   * The library is not as strict as the standard: it replaces what is behind the last element, moves and copies to anywhere there,
   * and takes what all objects of the language have for a part of the document.
   */
  #isPlace({ op }: Operation, indexed: readonly string[], from: readonly string[] = []): boolean {
    if (op === 'replace' || op === 'remove') return this.#valueAt(indexed) !== undefined;
    if (op !== 'move' && op !== 'copy') return true;
    if (this.#valueAt(from) === undefined) return false;
    const array = this.#valueAt(indexed.slice(0, -1));
    const index = Number(indexed.at(-1));
    if (!Array.isArray(array) || Number.isNaN(index)) return true;
    const isWithin = pointer(...indexed.slice(0, -1)) === pointer(...from.slice(0, -1));
    return index <= array.length - (op === 'move' && isWithin ? 1 : 0);
  }

  /** Who copies a place into itself doubles it each time: before anything else would stop it, there is no memory left. */
  #hasRoomFor(copied: unknown): boolean {
    this.#copiedChars += charsOf(copied);
    return this.#copiedChars <= restLimits.maxJsonBytes;
  }

  /** Undefined where there is nothing. */
  #valueAt(indexed: readonly string[]): unknown {
    let value: unknown = this.content;
    for (const token of indexed) value = Object.hasOwn(value as object, token) ? (value as Content)[token] : undefined;
    return value;
  }

  #fail({ op, path }: Operation, detail: string): Refusal {
    return { code: 'patch-failed', detail, extensions: { pointer: path, ...(op === 'test' ? { conflict: true } : {}) } };
  }

  #resolve(path: string, operation?: Operation): ReturnType<typeof resolvePath> {
    const [name] = tokensOf(path);
    this.#copy(name);
    if (operation?.op === 'add') return this.#resolveAdd(operation, path);
    if (operation?.op === 'move' || operation?.op === 'copy') return this.#resolveTarget(operation, path);
    return resolvePath(this.schema, this.content, path);
  }

  /** An element that is not there yet is added at the end; one that is there, of the same id, is replaced. */
  #resolveAdd({ value }: Extract<Operation, { op: 'add' }>, path: string): ReturnType<typeof resolvePath> {
    const tokens = tokensOf(path);
    const field = fieldOf(this.schema, tokens);
    const [name, token] = tokens;
    const isNamed = tokens.length === 2 && field !== null && isCollection(field) && token?.startsWith('@') === true;
    if (!isNamed || name === undefined || (value as Content | null)?.[idKeyOf(field)] !== token?.slice(1)) {
      return resolvePath(this.schema, this.content, path);
    }
    const found = resolvePath(this.schema, this.content, path);
    if (found === null) return { indexed: [name, '-'], named: path };
    const elements = this.content[name] as unknown[];
    elements.splice(Number(found.indexed[1]), 1);
    return found;
  }

  /** Where something is moved to is said of the list without it. */
  #resolveTarget(operation: Extract<Operation, { op: 'move' | 'copy' }>, path: string): ReturnType<typeof resolvePath> {
    const found = resolvePath(this.schema, this.content, path);
    const from = resolvePath(this.schema, this.content, operation.from);
    const [list, token] = tokensOf(path);
    if (operation.op === 'copy' || found === null || from === null || token?.startsWith('@') !== true) return found;
    const isBehind = from.indexed.length === 2 && found.indexed.length === 2 && from.indexed[0] === list;
    if (!isBehind || Number(from.indexed[1]) >= Number(found.indexed[1])) return found;
    return { ...found, indexed: [list as string, String(Number(found.indexed[1]) - 1)] };
  }

  /** An element that is added is meant by its own id, wherever it is put. */
  #targetsOf(operation: Operation, path: string, from: string | undefined): string[] {
    const tokens = tokensOf(path);
    const [name] = tokens;
    const field = fieldOf(this.schema, tokens);
    // A word has its place by itself.
    if (field?.kind === 'growSet' && name !== undefined) return [pointer(name)];
    const isElement = field !== null && isCollection(field) && tokens.length === 2 && name !== undefined;
    if (isElement && (operation.op === 'add' || operation.op === 'copy')) {
      const id = operation.op === 'add' ? (operation.value as Content | null)?.[idKeyOf(field)] : null;
      return [typeof id === 'string' ? pointer(name, `@${id}`) : pointer(name)];
    }
    if (operation.op !== 'move' || from === undefined) return [path];
    return isElement ? [from] : [from, path];
  }

  /** The operations change what they are given. The elements of a collection are copied one by one. */
  #copy(name: string | undefined): void {
    if (name === undefined || this.#copied.has(name) || !Object.hasOwn(this.content, name)) return;
    this.#copied.add(name);
    const value = this.content[name];
    this.content[name] = this.#isCollection(name) && Array.isArray(value) ? [...value] : copyOf(value);
  }

  #copyElement([name, token, ...rest]: readonly string[]): void {
    if (name === undefined || rest.length === 0 || !this.#isCollection(name)) return;
    const elements = this.content[name] as unknown[];
    const index = Number(token);
    if (this.#copied.has(elements[index])) return;
    elements[index] = copyOf(elements[index]);
    this.#copied.add(elements[index]);
  }

  #isCollection(name: string): boolean {
    const field = this.schema.fields[name];
    return field !== undefined && isCollection(field);
  }
}

/** Applies an RFC 7396 merge patch to a copy of a JSON view. */
export function applyMergePatch(view: Content, patch: unknown): Outcome<Patched> {
  if (!isPlainObject(patch)) return refuse({ code: 'malformed', detail: 'A merge patch of a document is an object.' });
  const readOnly = Object.keys(patch).find((name) => readOnlyFields.has(name));
  if (readOnly !== undefined) return refuse({ code: 'read-only-field', extensions: { pointer: `/${readOnly}` } });
  if (hasForbiddenKey(patch)) return refuse({ code: 'malformed', detail: 'The patch has a key that is never allowed.' });
  const targets = Object.keys(patch).map((name) => pointer(name));
  return { ok: true, value: { content: mergePatch(view, patch) as Content, targets } };
}

function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isPlainObject(patch)) return patch;
  const merged: Record<string, unknown> = isPlainObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

function isTest(operation: Operation): boolean {
  return operation.op === 'test';
}

function checkOperation(operation: unknown): Refusal | null {
  if (!isPlainObject(operation) || !operationNames.has(operation.op as string)) {
    return { code: 'malformed', detail: 'An operation has an op of add, remove, replace, move, copy or test.' };
  }
  const { op } = operation;
  const needsValue = op === 'add' || op === 'replace' || op === 'test';
  if (needsValue && (operation.value === undefined || hasForbiddenKey(operation.value))) {
    return { code: 'malformed', detail: `The operation ${String(op)} needs a value without forbidden keys.` };
  }
  const paths = op === 'move' || op === 'copy' ? [operation.path, operation.from] : [operation.path];
  for (const path of paths) {
    const tokens = typeof path === 'string' ? pointerTokens(path) : null;
    if (tokens === null || tokens.some((token) => forbiddenKeys.has(token))) {
      return { code: 'malformed', detail: 'A path is a JSON Pointer without forbidden keys.' };
    }
  }
  const written = op === 'test' ? [] : op === 'move' ? paths : [operation.path];
  return checkWritable(written.map((path) => pointerTokens(path as string) ?? []));
}

function checkWritable(paths: readonly (readonly string[])[]): Refusal | null {
  for (const [name] of paths) {
    if (name === undefined) return { code: 'read-only-field', detail: 'The whole document cannot be replaced.' };
    if (readOnlyFields.has(name)) return { code: 'read-only-field', detail: `${name} cannot be written.` };
  }
  return null;
}

function hasForbiddenKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => forbiddenKeys.has(key) || hasForbiddenKey(inner));
}

function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
