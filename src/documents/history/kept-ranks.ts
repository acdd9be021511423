import { type DocumentSchema, idKeyOf, isCollection, type RankedField } from '../schema';
import type { Content } from '../view';

type Element = Readonly<Record<string, unknown>>;

/** A content without the steps back of ranked fields that it would be against another one (PROTOCOL.md R7). */
export function keepRanks(schema: DocumentSchema, before: Content, after: Content): Content {
  const kept: Content = Object.assign(Object.create(null), after);
  for (const [name, field] of Object.entries(schema.fields)) {
    if (field.kind === 'ranked') kept[name] = higher(field, before[name], after[name]);
    if (!isCollection(field)) continue;
    const idKey = idKeyOf(field);
    const former = new Map((before[name] as readonly Element[]).map((element) => [element[idKey], element]));
    const ranked = Object.entries(field.element).flatMap(([key, one]) => (one.kind === 'ranked' ? [{ key, field: one }] : []));
    kept[name] = (after[name] as readonly Element[]).map((element) => {
      const own = former.get(element[idKey]);
      if (own === undefined) return element;
      return {
        ...element,
        ...Object.fromEntries(ranked.map((one) => [one.key, higher(one.field, own[one.key], element[one.key])])),
      };
    });
  }
  return kept;
}

function higher({ ranks }: RankedField, before: unknown, after: unknown): unknown {
  return ranks.indexOf(before as string) > ranks.indexOf(after as string) ? before : after;
}
