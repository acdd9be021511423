import type { AppliedOperation } from '../../src/protocol/operations';

type Json = Record<string, unknown> | unknown[];

/** What a JSON client does with what it is told: operations one after another, elements by `@id`. What they bring is the view's from then on. */
export function applyTold(view: Record<string, unknown>, operations: readonly AppliedOperation[]): void {
  for (const operation of operations) applyOne(view, operation);
}

function applyOne(view: Json, operation: AppliedOperation): void {
  switch (operation.op) {
    case 'add':
      return put(view, operation.path, operation.value, 'insert');
    case 'replace':
      return put(view, operation.path, operation.value, 'set');
    case 'remove':
      return void take(view, operation.path);
    case 'move':
      return put(view, operation.path, take(view, operation.from), 'insert');
    case 'text': {
      const { parent, key } = find(view, operation.path);
      let text = String((parent as Record<string, unknown>)[key]);
      for (const { at, remove, insert } of operation.edits) text = text.slice(0, at) + insert + text.slice(at + remove);
      (parent as Record<string, unknown>)[key] = text;
      return;
    }
    case 'noop':
      return;
    default:
      throw new Error(`nobody is told of ${operation.op}`);
  }
}

function put(view: Json, path: string, value: unknown, how: 'insert' | 'set'): void {
  const { parent, key } = find(view, path);
  if (!Array.isArray(parent)) parent[key] = value;
  else if (how === 'set') parent[Number(key)] = value;
  else parent.splice(key === '-' ? parent.length : Number(key), 0, value);
}

function take(view: Json, path: string): unknown {
  const { parent, key } = find(view, path);
  if (Array.isArray(parent)) return parent.splice(Number(key), 1)[0];
  const value = parent[key];
  if (!Object.hasOwn(parent, key)) throw new Error(`${path} is not there`);
  delete parent[key];
  return value;
}

function find(view: Json, path: string): { parent: Json; key: string } {
  const tokens = path
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const key = tokens.pop() ?? '';
  let parent = view;
  for (const token of tokens) parent = (parent as Record<string, Json>)[indexOf(parent, token)] as Json;
  if (typeof parent !== 'object' || parent === null) throw new Error(`${path} leads nowhere`);
  return { parent, key: indexOf(parent, key) };
}

function indexOf(inside: Json, token: string): string {
  if (!Array.isArray(inside) || !token.startsWith('@')) return token;
  const index = (inside as Record<string, unknown>[]).findIndex((element) => (element.id ?? element.user_id) === token.slice(1));
  if (index < 0) throw new Error(`there is no ${token}`);
  return String(index);
}
