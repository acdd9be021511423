import type { AppliedOperation, TextChange } from '../../../src/protocol/operations';
import type { DocumentShape } from './document-shape';

/** An operation does not fit the document: its target is not there, or a `test` failed. */
export class MisfitOperation extends Error {
  override readonly name = 'MisfitOperation';
}

/**
 * A document after an operation; what does not change is the same object.
 * @throws MisfitOperation
 */
export function applyOperation(shape: DocumentShape, document: unknown, operation: AppliedOperation): unknown {
  const at = (path: string) => new Place(shape, document, tokensOf(path));
  switch (operation.op) {
    case 'add':
      return at(operation.path).add(operation.value);
    case 'replace':
      return at(operation.path).replace(operation.value);
    case 'remove':
      return at(operation.path).remove();
    case 'text':
      return at(operation.path).replace(editedText(at(operation.path).read(), operation.edits));
    case 'copy':
      return at(operation.path).add(at(operation.from).read());
    case 'move': {
      if (operation.path === operation.from) return document;
      const from = at(operation.from);
      return new Place(shape, from.remove(), tokensOf(operation.path)).add(from.read());
    }
    case 'test':
      if (isSameJson(at(operation.path).read(), operation.value)) return document;
      throw new MisfitOperation(`${operation.path} has another value`);
    case 'noop':
      return document;
  }
}

/** What a path leads to; undefined for nothing. */
export function valueAt(shape: DocumentShape, document: unknown, path: string): unknown {
  try {
    return new Place(shape, document, tokensOf(path)).read();
  } catch (error) {
    if (error instanceof MisfitOperation) return undefined;
    throw error;
  }
}

/** The parts of a JSON pointer (RFC 6901). */
export function tokensOf(path: string): string[] {
  if (path === '') return [];
  if (!path.startsWith('/') || /~(?![01])/.test(path)) throw new MisfitOperation(`${path} is no JSON pointer`);
  return path
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function pathOf(tokens: readonly string[]): string {
  return tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Whether two JSON values say the same, whatever the order of their keys. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [inA, inB] = [a as Container, b as Container];
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSameJson(inA[key], inB[key]));
}

type Container = Readonly<Record<string, unknown>>;

/** Where a path leads in a document. */
class Place {
  constructor(
    private readonly shape: DocumentShape,
    private readonly document: unknown,
    private readonly tokens: readonly string[],
  ) {}

  read(): unknown {
    let value = this.document;
    for (const depth of this.tokens.keys()) value = this.#child(value, depth);
    return value;
  }

  /** In a list, in front of what is there. */
  add(value: unknown): unknown {
    return this.#change((container, depth) => {
      if (!Array.isArray(container)) return { ...container, [this.tokens[depth] as string]: value };
      const index = this.tokens[depth] === '-' ? container.length : this.#index(container, depth, container.length);
      return container.toSpliced(index, 0, value);
    }, value);
  }

  replace(value: unknown): unknown {
    return this.#change((container, depth) => this.#with(container, depth, value), value);
  }

  remove(): unknown {
    return this.#change((container, depth) => {
      if (Array.isArray(container)) return container.toSpliced(this.#index(container, depth, container.length - 1), 1);
      this.#child(container, depth);
      const { [this.tokens[depth] as string]: _, ...others } = container;
      return others;
    }, null);
  }

  /** @param whole what takes the place of the document itself, when the path leads there */
  #change(change: (container: unknown[] | Container, depth: number) => unknown, whole: unknown): unknown {
    const descend = (value: unknown, depth: number): unknown => {
      if (depth === this.tokens.length) return whole;
      if (typeof value !== 'object' || value === null) throw this.#misfit();
      const container = value as unknown[] | Container;
      if (depth === this.tokens.length - 1) return change(container, depth);
      return this.#with(container, depth, descend(this.#child(container, depth), depth + 1));
    };
    return descend(this.document, 0);
  }

  #with(container: unknown[] | Container, depth: number, value: unknown): unknown {
    if (Array.isArray(container)) return container.with(this.#index(container, depth, container.length - 1), value);
    this.#child(container, depth);
    return { ...container, [this.tokens[depth] as string]: value };
  }

  #child(container: unknown, depth: number): unknown {
    if (Array.isArray(container)) return container[this.#index(container, depth, container.length - 1)];
    const token = this.tokens[depth] as string;
    if (typeof container !== 'object' || container === null || !Object.hasOwn(container, token)) throw this.#misfit();
    return (container as Container)[token];
  }

  #index(array: readonly unknown[], depth: number, max: number): number {
    const token = this.tokens[depth] as string;
    const key = depth === 1 ? this.shape.keyOf(this.tokens[0] as string) : null;
    const index =
      key !== null && token.startsWith('@')
        ? array.findIndex((element) => (element as Container | null)?.[key] === token.slice(1))
        : /^(0|[1-9]\d*)$/.test(token)
          ? Number(token)
          : -1;
    if (index < 0 || index > max) throw this.#misfit();
    return index;
  }

  #misfit(): MisfitOperation {
    return new MisfitOperation(`There is no ${pathOf(this.tokens)}`);
  }
}

function editedText(text: unknown, edits: readonly TextChange[]): string {
  if (typeof text !== 'string') throw new MisfitOperation('Only a text can be edited');
  return edits.reduce((now, { at, remove, insert }) => now.slice(0, at) + insert + now.slice(at + remove), text);
}
