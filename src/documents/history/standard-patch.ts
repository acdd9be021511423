import type { AppliedOperation, Operation } from '../../protocol/operations';
import { elementsIn, tokensOf } from '../operations/element-paths';
import { viewDifference } from '../operations/view-difference';
import { pointer } from '../pointer';
import { type DocumentSchema, idKeyOf, isCollection } from '../schema';
import type { Content } from '../view';

/**
 * The JSON Patch that makes one content of a document out of another: such as RFC 6902 has it, with numbers for
 * indices, so that any library can apply it.
 */
export function standardPatch(schema: DocumentSchema, before: Content, after: Content): Operation[] {
  const indices = new Indices(schema, before, after);
  return viewDifference(schema, before, after).flatMap((operation) => indices.standard(operation));
}

/** Knows at which index each element is while operations are done one after another. */
class Indices {
  readonly #ids = new Map<string, string[]>();

  constructor(
    private readonly schema: DocumentSchema,
    before: Content,
    private readonly after: Content,
  ) {
    for (const [name, field] of Object.entries(schema.fields)) {
      if (isCollection(field))
        this.#ids.set(
          name,
          elementsIn(before[name]).map((element) => String(element[idKeyOf(field)])),
        );
    }
  }

  standard(operation: AppliedOperation): Operation[] {
    switch (operation.op) {
      case 'noop':
        return [];
      case 'text':
        return [{ op: 'replace', path: this.#indexed(operation.path), value: this.#valueAfter(operation.path) }];
      case 'move':
        return [this.#move(operation.from, operation.path)];
      case 'add':
        return [this.#add(operation.path, operation.value)];
      case 'remove':
        return [this.#remove(operation.path)];
      default:
        return [{ ...operation, path: this.#indexed(operation.path) }];
    }
  }

  #add(path: string, value: unknown): Operation {
    const [name = '', anchor = ''] = tokensOf(path);
    const ids = this.#ids.get(name);
    if (ids === undefined) return { op: 'add', path, value };
    const index = placeOf(ids, anchor);
    ids.splice(index, 0, this.#idOf(name, value));
    return { op: 'add', path: pointer(name, String(index)), value };
  }

  #remove(path: string): Operation {
    const [name = '', token = '', ...rest] = tokensOf(path);
    const indexed = this.#indexed(path);
    if (rest.length === 0 && token.startsWith('@')) this.#ids.get(name)?.splice(placeOf(this.#ids.get(name) ?? [], token), 1);
    return { op: 'remove', path: indexed };
  }

  #move(from: string, path: string): Operation {
    const [name = '', anchor = ''] = tokensOf(path);
    const ids = this.#ids.get(name) ?? [];
    const index = placeOf(ids, tokensOf(from)[1] ?? '');
    const moved = ids.splice(index, 1);
    // Where something goes to is said of the array without it.
    const to = placeOf(ids, anchor);
    ids.splice(to, 0, ...moved);
    return { op: 'move', from: pointer(name, String(index)), path: pointer(name, String(to)) };
  }

  #indexed(path: string): string {
    const [name = '', token, ...rest] = tokensOf(path);
    const ids = this.#ids.get(name);
    if (ids === undefined || token === undefined) return path;
    return pointer(name, String(placeOf(ids, token)), ...rest);
  }

  #valueAfter(path: string): unknown {
    const [name = '', token, key = ''] = tokensOf(path);
    if (token === undefined) return this.after[name];
    const element = elementsIn(this.after[name]).find((one) => `@${this.#idOf(name, one)}` === token);
    return element?.[key];
  }

  #idOf(name: string, element: unknown): string {
    const field = this.schema.fields[name];
    const key = field !== undefined && isCollection(field) ? idKeyOf(field) : 'id';
    return String((element as Readonly<Record<string, unknown>>)[key]);
  }
}

/** The index that `@id` or `-` stands for. */
function placeOf(ids: readonly string[], token: string): number {
  return token === '-' ? ids.length : ids.indexOf(token.slice(1));
}
