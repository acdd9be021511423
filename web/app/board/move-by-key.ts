import type { Day, ItemIndex } from '../../react';

/** A place in the plan: `index` counts the other cards of the day which stand before it. */
export interface CardPlace {
  readonly day: Day;
  readonly index: number;
}

const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] } as const;

/** Where an arrow key leads from a place: up and down within the day, left and right to the next one; null: nowhere. */
export function placeByKey(
  key: string,
  from: CardPlace,
  columns: readonly Day[],
  othersOf: (day: Day) => number,
): CardPlace | null {
  if (!Object.hasOwn(steps, key)) return null;
  const [across, down] = steps[key as keyof typeof steps];
  const day = columns[columns.indexOf(from.day) + across];
  if (day === undefined) return null;
  const index = across === 0 ? from.index + down : Math.min(from.index, othersOf(day));
  return index < 0 || index > othersOf(day) ? null : { day, index };
}

/** Where a card is now; null when there is no such card. */
export function placeOf(index: ItemIndex, id: string): CardPlace | null {
  const item = index.item(id);
  return item === undefined ? null : { day: item.day, index: index.idsOf(item.day).indexOf(id) };
}

/** The number of cards of a day besides one. */
export function othersIn(index: ItemIndex, id: string): (day: Day) => number {
  return (day) => index.idsOf(day).filter((other) => other !== id).length;
}
