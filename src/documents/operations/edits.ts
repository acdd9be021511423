import type { Outcome, Refusal } from '../../protocol/codes';
import { type ContentCheck, contentChecks, findStepBack } from '../content-rules';
import { applyJsonPatch, type Patched } from '../json-patch';
import type { DocumentSchema } from '../schema';
import type { Content } from '../view';
import { areAllWithin } from './carried-operations';
import { resolvePath } from './element-paths';
import { type NarrowChange, narrowChange } from './narrow-change';

/** How a view becomes another one. */
export interface Edit {
  /** Told the view that its author saw, and how many of its operations are to be done: all unless told. */
  readonly change: (view: Content, count?: number) => Outcome<Patched>;
  /** How many operations it is; null for one that is said as a whole. */
  readonly count: number | null;
  /** Looks at what nobody writes, too: ids, members, versions. */
  readonly readsFrame: boolean;
}

/** RFC 6902 operations as an edit. @param isForced whether they are done whatever their `test`s would say (PROTOCOL.md O13) */
export function patchEdit(schema: DocumentSchema, operations: unknown, isForced: boolean): Edit {
  const list = Array.isArray(operations) ? (operations as readonly unknown[]) : null;
  return {
    change: (view, count) => applyJsonPatch(schema, view, list?.slice(0, count) ?? operations, isForced),
    count: list?.length ?? null,
    readsFrame: !areAllWithin(schema, operations),
  };
}

/** Why an edit may not become what it makes of a view; null when it may. Of operations it says which one is to blame (O12). */
export function refusalOfEdit(edit: Edit, view: Content, change: NarrowChange, mayLowerStatus: boolean): Refusal | null {
  const { schema, before, after, changed } = change;
  const checks = mayLowerStatus ? contentChecks : [...contentChecks, findStepBack];
  if (checks.every((check) => check(schema, changed.before, changed.after) === null)) return null;
  // What is refused is looked at as a whole: only there the indices are those of the author.
  for (const check of checks) {
    const refusal = check(schema, before, after);
    if (refusal === null) continue;
    const index = offenderIn(edit, view, change, check, refusal);
    return index === null ? refusal : { ...refusal, extensions: { index, ...refusal.extensions } };
  }
  return null;
}

/**
 * Index of the operation that brought what is refused into the content; null where there are no operations. It is looked for by
 * halves: each look does and checks a part of a patch that may be long.
 */
function offenderIn(
  { change, count }: Edit,
  view: Content,
  { schema, after }: NarrowChange,
  check: ContentCheck,
  refusal: Refusal,
): number | null {
  if (count === null) return null;
  const [place] = placesOf(schema, after, refusal);
  const isRefused = (first: number): boolean => {
    const patched = change(view, first);
    if (!patched.ok) return false;
    const part = narrowChange(schema, view, patched.value.content);
    const found = check(part.schema, part.before, part.after);
    return found !== null && placesOf(schema, part.after, found).includes(place);
  };
  let [without, within] = [0, count];
  while (within - without > 1) {
    const middle = Math.floor((without + within) / 2);
    if (isRefused(middle)) within = middle;
    else without = middle;
  }
  return within - 1;
}

/** What a refusal is about, with elements by what they are known by: other operations may move them. */
function placesOf(schema: DocumentSchema, content: Content, { extensions = {} }: Refusal): readonly unknown[] {
  const { errors, pointer } = extensions as { errors?: readonly { readonly pointer: string }[]; pointer?: string };
  const pointers = errors?.map((error) => error.pointer) ?? [pointer];
  return pointers.map((path) => (path === undefined ? path : (resolvePath(schema, content, path)?.named ?? path)));
}
