import { applyPatch, type Operation } from 'rfc6902';
import type { Outcome, Refusal } from '../protocol/codes';
import { restLimits } from '../protocol/limits';
import { isPlainObject } from './content-check';
import { pointerTokens } from './pointer';
import { forbiddenKeys } from './schema';
import { type Content, readOnlyFields } from './view';

const operationNames = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/** Applies RFC 6902 operations to a copy of a JSON view: all of them, or none. */
export function applyJsonPatch(view: Content, operations: unknown): Outcome<Content> {
  if (!Array.isArray(operations)) return refuse({ code: 'malformed', detail: 'A JSON Patch is an array of operations.' });
  if (operations.length > restLimits.maxPatchOperations) {
    return refuse({ code: 'too-large', detail: `A patch has at most ${restLimits.maxPatchOperations} operations.` });
  }
  const patched = copy(view);
  for (const [index, operation] of operations.entries()) {
    const problem = checkOperation(operation);
    if (problem !== null) return refuse({ ...problem, extensions: { index } });
    const [error] = applyPatch(patched, [structuredClone(operation) as Operation]);
    if (error) return refuse({ code: 'patch-failed', detail: error.message, extensions: { index } });
  }
  return { ok: true, value: patched };
}

/** Applies an RFC 7396 merge patch to a copy of a JSON view. */
export function applyMergePatch(view: Content, patch: unknown): Outcome<Content> {
  if (!isPlainObject(patch)) return refuse({ code: 'malformed', detail: 'A merge patch of a document is an object.' });
  const readOnly = Object.keys(patch).find((name) => readOnlyFields.has(name));
  if (readOnly !== undefined) return refuse({ code: 'read-only-field', extensions: { pointer: `/${readOnly}` } });
  if (hasForbiddenKey(patch)) return refuse({ code: 'malformed', detail: 'The patch has a key that is never allowed.' });
  return { ok: true, value: mergePatch(copy(view), patch) as Content };
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

function copy(view: Content): Content {
  return JSON.parse(JSON.stringify(view)) as Content;
}

function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
