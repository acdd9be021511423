import * as Y from 'yjs';

/** Neighbours are looked for this far on each side before the whole list is counted through. */
const nearSteps = 100;

/**
 * Finds items that no Yjs client writes, and that Yjs trusts not to get: in each order of arrival it would make something
 * else of them, and so another document for everybody.
 */
export class Plausibility {
  readonly #positions = new Map<Y.Item, number>();

  constructor(private readonly doc: Y.Doc) {}

  /** Looks at a new item after its integration. @throws Error for one that cannot be. */
  check(item: Y.Item): void {
    const { parentSub, deleted, length, right } = item;
    if (parentSub !== null && !deleted && (length > 1 || right !== null)) throw new Error('a key has more than one value');
    this.#checkNeighbours(item);
  }

  /**
   * Looks at a new item of which Yjs made nothing, because a neighbour is gone: then both are, for they were in one list. A
   * document in which they are not gone yet would take it otherwise. @throws Error for one that cannot be.
   */
  checkGone({ origin, rightOrigin }: Y.Item): void {
    const stays = [origin, rightOrigin].some((neighbour) => neighbour !== null && !isGone(this.doc, neighbour));
    if (stays) throw new Error('an item has neighbours that cannot be its own');
  }

  /** The two neighbours that an item names have been next to each other when it was made. */
  #checkNeighbours(item: Y.Item): void {
    const { origin, rightOrigin, left, right } = item;
    const isTight = Y.compareIDs(left?.lastId ?? null, origin) && Y.compareIDs(right?.id ?? null, rightOrigin);
    if (isTight || (origin === null && rightOrigin === null)) return;
    const from = origin === null ? null : this.#find(origin);
    const to = rightOrigin === null ? null : this.#find(rightOrigin);
    if (!this.#fits(item, from, to)) throw new Error('an item has neighbours that cannot be its own');
  }

  /** Null stands for the end of the list on that side. */
  #fits(item: Y.Item, from: Y.Item | null, to: Y.Item | null): boolean {
    if (from === null) return to?.origin === null;
    if (to === null) return from.rightOrigin === null;
    // The list of an item is the one of its left neighbour, so only the right one can be elsewhere.
    if (to.parent !== item.parent || to.parentSub !== item.parentSub) return false;
    const between = nearItems(item, from, to) ?? this.#farItems(item, from, to);
    if (between === null) return false;
    // Who knew a neighbour knew what was beside that when it was made: nothing of it can be in between.
    return ![from.rightOrigin, to.origin].some((id) => id !== null && between(this.#find(id)));
  }

  #find(id: Y.ID): Y.Item | null {
    const struct: Y.Item | Y.GC = Y.getItem(this.doc.store, id);
    return struct instanceof Y.Item ? struct : null;
  }

  #farItems(item: Y.Item, from: Y.Item, to: Y.Item): Between | null {
    if (!this.#positions.has(item)) countThrough(item, this.#positions);
    const position = (other: Y.Item): number => this.#positions.get(other) ?? -1;
    const isInside = (other: Y.Item): boolean => position(other) > position(from) && position(other) < position(to);
    return isInside(item) ? (other) => other !== null && isInside(other) : null;
  }
}

/** Whether nothing is left of a struct: what it was in has been deleted. */
export function isGone(doc: Y.Doc, id: Y.ID): boolean {
  const struct: Y.Item | Y.GC = Y.getItem(doc.store, id);
  return struct instanceof Y.GC;
}

/** Whether an item stands between two others. */
type Between = (item: Y.Item | null) => boolean;

function nearItems(item: Y.Item, from: Y.Item, to: Y.Item): Between | null {
  const between = new Set<Y.Item | null>([item]);
  let [left, right] = [item.left, item.right];
  for (let steps = 0; steps < nearSteps && left !== null && left !== from; steps++, left = left.left) between.add(left);
  for (let steps = 0; steps < nearSteps && right !== null && right !== to; steps++, right = right.right) between.add(right);
  return left === from && right === to ? (other) => between.has(other) : null;
}

function countThrough(item: Y.Item, positions: Map<Y.Item, number>): void {
  let first = item;
  while (first.left !== null) first = first.left;
  let position = 0;
  for (let next: Y.Item | null = first; next !== null; next = next.right) positions.set(next, position++);
}
