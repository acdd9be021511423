import type { AppliedOperation } from '../../protocol/operations';
import { isSameJson } from '../json-values';
import type { DocumentSchema } from '../schema';
import type { LogRow } from '../storage';
import type { Content } from '../view';
import { elementsIn, fieldOf, registerAt, resolvePath, tokensOf } from './element-paths';
import type { FoundConflict } from './found-conflicts';
import { remadeElement } from './remade-elements';
import { withShownTexts } from './shown-texts';
import { isRelated, viewDifference } from './view-difference';
import { charactersOf, isReplacement, type WholeText } from './whole-texts';

/** What becomes of an operation that raced with others. */
export interface Races {
  /** What is to be written to the document as its author knew it: without what others have written alike meanwhile. */
  readonly after: Content;
  readonly wholeTexts: readonly WholeText[];
  /** Paths of registers that are to be unset, whatever others wrote. */
  readonly unset: readonly string[];
  /** Conflicts that show only in the contents: of texts, and of elements that somebody deleted. */
  readonly conflicts: readonly FoundConflict[];
}

/**
 * Compares what an operation changes with what others did since its version (PROTOCOL.md O22, O23).
 * @param since the rows of others behind its version.
 */
export function settleRaces(
  schema: DocumentSchema,
  { before, after, head }: { readonly before: Content; readonly after: Content; readonly head: Content },
  since: readonly LogRow[],
): Races {
  const wanted = withShownTexts(schema, after);
  const race = new Race(schema, before, wanted, head, since);
  for (const operation of viewDifference(schema, before, wanted)) race.settle(operation);
  return race;
}

class Race implements Races {
  after: Content;
  readonly wholeTexts: WholeText[] = [];
  readonly unset: string[] = [];
  readonly conflicts: FoundConflict[] = [];
  readonly #orphans = new Set<string>();
  /** Elements that are made anew: what others wrote into them goes into the new ones. */
  readonly #remade = new Set<string>();

  constructor(
    private readonly schema: DocumentSchema,
    private readonly before: Content,
    /** What its author wanted, knowing nothing of the others. */
    private readonly wanted: Content,
    private readonly head: Content,
    private readonly since: readonly LogRow[],
  ) {
    this.after = wanted;
  }

  settle(operation: AppliedOperation): void {
    const { op, path } = operation;
    if (op === 'move') return this.#moved(operation.from);
    const tokens = tokensOf(path);
    const [name = '', id = ''] = tokens;
    const field = fieldOf(this.schema, tokens);
    const isElement = (field?.kind === 'list' || field?.kind === 'set') && id.startsWith('@');
    if (op === 'remove' && isElement && tokens.length === 2) return this.#removed(path);
    if (op !== 'text' && op !== 'replace') return;
    if (isElement && valueAt(this.schema, this.head, `/${name}/${id}`) === undefined) return this.#orphaned(`/${name}/${id}`);
    this.#written(path, op === 'text' || field?.kind === 'text');
  }

  #written(path: string, isText: boolean): void {
    const [base, wanted, now] = [this.before, this.wanted, this.head].map((content) => valueAt(this.schema, content, path));
    if (isSameJson(now, base)) return;
    if (isSameJson(now, wanted)) {
      if (!this.#isRemade(path)) this.after = withValue(this.schema, this.after, path, base);
      return;
    }
    if (!isText) return this.#valued(path, base, wanted, now);
    if (!this.#isOnlyOperations(path)) return;
    const [from, to, other] = [base, wanted, now].map(charactersOf) as [string, string, string];
    if (!isReplacement(from, to) || !isReplacement(from, other)) return;
    this.wholeTexts.push({ path, value: wanted });
    this.conflicts.push({ type: 'update_update', path, winner: wanted, loser: now, base: { value: base } });
  }

  /** To unset a register leaves nothing in Yjs by which it could be seen that somebody else set it: that is seen here (O30). */
  #valued(path: string, base: unknown, wanted: unknown, now: unknown): void {
    const field = registerAt(this.schema, path);
    if (field === null || this.#isRemade(path)) return;
    const nothing = field.unset ?? null;
    const isUnset = (wanted ?? null) === null;
    const value = wanted ?? nothing;
    if ((!isUnset && !isSameJson(now, nothing)) || isSameJson(value, now)) return;
    // What breaks a rule only together goes back (R3).
    if (isUnset && !this.#fitsWithout(path)) return;
    if (isUnset) this.unset.push(path);
    this.conflicts.push({ type: 'update_update', path, winner: value, loser: now, base: { value: base } });
  }

  /** Whether the registers of the document fit each other when one is unset. */
  #fitsWithout(path: string): boolean {
    const future = (name: string): unknown => {
      if (path === `/${name}`) return null;
      const isWritten = !isSameJson(this.before[name], this.wanted[name]);
      return (isWritten ? this.wanted : this.head)[name] ?? null;
    };
    const rules = this.schema.rules.filter(({ fields }) => fields.some((name) => path === `/${name}`));
    return rules.every(({ fields, check }) => check(...fields.map(future)) === null);
  }

  /** Without places, an element moves by being made anew: of what it is now, not of what its mover knew (PROTOCOL.md O35). */
  #moved(path: string): void {
    const field = fieldOf(this.schema, tokensOf(path));
    if (field?.kind !== 'list' || field.placed) return;
    const [base, wanted, now] = [this.before, this.wanted, this.head].map((content) => valueAt(this.schema, content, path));
    if (now === undefined) {
      this.after = withoutElement(this.schema, this.after, path);
      return;
    }
    const { element, conflicts } = remadeElement(field, path, base as Content, wanted as Content, now as Content);
    this.#remade.add(path);
    this.conflicts.push(...conflicts);
    this.after = withValue(this.schema, this.after, path, element);
  }

  #isRemade(path: string): boolean {
    return this.#remade.has(path.slice(0, path.lastIndexOf('/')));
  }

  /** Who types into a text in an editor does not replace it. */
  #isOnlyOperations(path: string): boolean {
    const rows = this.since.filter(({ touched }) => touched.some((other) => isRelated(other, path)));
    return rows.length > 0 && rows.every(({ kind }) => kind === 'op');
  }

  /** A delete beats an update that it did not know of: what was updated is kept with the conflict. */
  #removed(path: string): void {
    const [base, now] = [this.before, this.head].map((content) => valueAt(this.schema, content, path));
    if (now === undefined || isSameJson(now, base)) return;
    this.conflicts.push({ type: 'delete_update', path, winner: null, loser: now, base: { value: base } });
  }

  #orphaned(path: string): void {
    if (this.#orphans.has(path)) return;
    this.#orphans.add(path);
    const [base, wanted] = [this.before, this.wanted].map((content) => valueAt(this.schema, content, path));
    if (wanted === undefined) return;
    this.conflicts.push({ type: 'delete_update', path, winner: null, loser: wanted, base: { value: base }, isLaterLost: true });
  }
}

/** The value at a path in which elements have their ids; undefined where there is none. */
export function valueAt(schema: DocumentSchema, content: Content, path: string): unknown {
  const [name, id] = tokensOf(path);
  if (id?.startsWith('@') === true && elementsIn(content[name ?? '']).length === 0) return undefined;
  const resolved = resolvePath(schema, content, path);
  if (resolved === null) return undefined;
  let value: unknown = content;
  for (const token of resolved.indexed) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Content)[token];
  }
  return value;
}

/** A copy of a content with another value at a path. */
function withValue(schema: DocumentSchema, content: Content, path: string, value: unknown): Content {
  const resolved = resolvePath(schema, content, path);
  if (resolved === null) return content;
  return replaced(content, resolved.indexed, value) as Content;
}

/** A copy of a content without an element. */
function withoutElement(schema: DocumentSchema, content: Content, path: string): Content {
  const [name = '', index = ''] = resolvePath(schema, content, path)?.indexed ?? [];
  return { ...content, [name]: elementsIn(content[name]).toSpliced(Number(index), 1) };
}

function replaced(inside: unknown, [token, ...rest]: readonly string[], value: unknown): unknown {
  if (token === undefined) return value;
  const copy: Content | unknown[] = Array.isArray(inside) ? [...inside] : { ...(inside as Content) };
  (copy as Content)[token] = replaced((copy as Content)[token], rest, value);
  return copy;
}
