import type { DocumentVersion } from '../../react';
import type { HistorySubject } from './history-subject';

/** What somebody does with no longer pause than this is one step: each letter is a version of its own. */
const pauseMs = 5 * 60_000;
/** The same while others write: whoever types at the same time as somebody else goes on with what they did. */
const pauseAmongOthersMs = 20_000;

/** What somebody did in one go. */
export interface HistoryStep<Field extends string = string> {
  /** The first version of it … */
  readonly first: number;
  /** … and the last one. Others may have written in between. */
  readonly last: number;
  /** When it was done. ISO 8601. */
  readonly at: string;
  readonly actor: DocumentVersion['actor'];
  /** `create`: the document began with it. */
  readonly kind: 'create' | 'edit' | 'undo' | 'redo' | 'restore' | 'revert';
  readonly fields: readonly Field[];
  /** Who else wrote to these fields meanwhile, by name. */
  readonly others: ReadonlyMap<Field, readonly string[]>;
}

type Fields<Field extends string> = HistorySubject<Field>['fieldsOf'];

/**
 * Puts versions together to steps. Both have the newest first.
 * @param isAll whether the first version is among them. If not, steps that may have begun before these are left out.
 */
export function stepsOf<Field extends string>(
  versions: readonly DocumentVersion[],
  isAll: boolean,
  fieldsOf: Fields<Field>,
): HistoryStep<Field>[] {
  const spans: DocumentVersion[][] = [];
  /** The step that each person is in. */
  const open = new Map<string, DocumentVersion[]>();
  for (const version of versions.toReversed()) {
    const span = open.get(version.actor.id);
    if (span !== undefined && continues(version, span)) {
      span.push(version);
      continue;
    }
    const begun = [version];
    spans.push(begun);
    // What makes the whole document another one ends what everybody was doing.
    if (standsAlone(version)) open.clear();
    else open.set(version.actor.id, begun);
  }
  const oldest = versions.at(-1);
  const wholeFromMs = isAll || oldest === undefined ? Number.NEGATIVE_INFINITY : Date.parse(oldest.at) + pauseMs;
  return spans
    .filter(([first]) => first !== undefined && Date.parse(first.at) > wholeFromMs)
    .map((span) => stepOf(span, versions, fieldsOf))
    .sort((a, b) => b.last - a.last);
}

function standsAlone(version: DocumentVersion): boolean {
  const kind = kindOf(version);
  return kind === 'create' || kind === 'restore' || kind === 'revert';
}

function continues(version: DocumentVersion, span: readonly DocumentVersion[]): boolean {
  const before = span.at(-1);
  if (before === undefined || standsAlone(version) || kindOf(before) !== kindOf(version)) return false;
  const wasAlone = version.version === before.version + 1;
  return Date.parse(version.at) - Date.parse(before.at) <= (wasAlone ? pauseMs : pauseAmongOthersMs);
}

function kindOf({ version, kind }: DocumentVersion): HistoryStep['kind'] {
  if (version === 1) return 'create';
  return kind === 'op' ? 'edit' : kind;
}

function stepOf<Field extends string>(
  span: readonly DocumentVersion[],
  all: readonly DocumentVersion[],
  fieldsOf: Fields<Field>,
): HistoryStep<Field> {
  const [first] = span;
  const last = span.at(-1);
  if (first === undefined || last === undefined) throw new Error('a step has a version');
  const fields = fieldsOf(span.flatMap(({ touched }) => touched));
  const foreign = all.filter(
    ({ version, actor }) => version > first.version && version < last.version && actor.id !== first.actor.id,
  );
  const namesAt = (field: Field) => {
    const there = foreign.filter(({ touched }) => fieldsOf(touched).includes(field));
    return [...new Set(there.map(({ actor }) => actor.name))];
  };
  const others = new Map(fields.map((field) => [field, namesAt(field)]));
  return { first: first.version, last: last.version, at: last.at, actor: first.actor, kind: kindOf(first), fields, others };
}
