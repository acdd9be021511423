import type { HeldEdit } from './held-edit';

interface KnownEdits {
  readonly held: readonly HeldEdit[];
  /** Ids of what is over here: the device may still have it. */
  readonly over: ReadonlySet<string>;
  /** Ids of what the device has had: what is not there any more is over in another tab. */
  readonly kept: ReadonlySet<string>;
}

/** What the device has and this tab has not ended; before what only this tab has. */
export function mergedEdits(kept: readonly HeldEdit[], known: KnownEdits): readonly HeldEdit[] {
  const own = new Map(known.held.map((one) => [one.id, one]));
  const before = kept.filter(({ id }) => !known.over.has(id)).map((one) => furtherOf(one, own.get(one.id)));
  const there = new Set([...known.kept, ...before.map(({ id }) => id)]);
  return [...before, ...known.held.filter(({ id }) => !there.has(id))];
}

/** Another tab may have begun with an edit, or been refused: then that one knows what is left to do. */
function furtherOf(kept: HeldEdit, here: HeldEdit | undefined): HeldEdit {
  if (here === undefined) return kept;
  if (here.refusal !== undefined || here.isTakenBack === true) return here;
  const isBegun = here.plan === null && kept.plan !== null;
  return isBegun || kept.refusal !== undefined || kept.isTakenBack === true ? kept : here;
}
