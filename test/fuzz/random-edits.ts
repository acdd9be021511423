import * as Y from 'yjs';

/** The dice of one run. */
export class Dice {
  constructor(readonly random: () => number) {}

  below(n: number): number {
    return Math.floor(this.random() * n);
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('nothing to pick from');
    return list[this.below(list.length)] as T;
  }
}

export type Edit = (doc: Y.Doc, dice: Dice) => void;

/** What people may do to a document, and what nobody should and the server has to repair. */
export interface Edits {
  readonly honest: readonly Edit[];
  readonly hostile: readonly Edit[];
}

export const words = ['a', 'bc', '東京', '🗼', 'x y', ''];

/** A random character: where it starts and how long it is. No editor cuts a surrogate pair apart, and Yjs cannot. */
export function someCharacter(text: Y.Text, dice: Dice): { index: number; length: number } {
  const characters = [...text.toString()];
  const position = dice.below(characters.length);
  return { index: characters.slice(0, position).join('').length, length: (characters[position] ?? '').length };
}

export function editText(text: Y.Text, dice: Dice): void {
  const { index, length } = someCharacter(text, dice);
  if (length > 0 && dice.chance(0.35)) text.delete(index, length);
  else text.insert(dice.chance(0.3) ? text.length : index, dice.pick(words));
}

/** Edits one of a list's elements, if it has any. */
export function withElement(doc: Y.Doc, list: string, dice: Dice, edit: (element: Y.Map<unknown>) => void): void {
  const elements = doc
    .getArray(list)
    .toArray()
    .filter((element) => element instanceof Y.Map);
  if (elements.length > 0) edit(dice.pick(elements));
}

export function removeElement(doc: Y.Doc, list: string, dice: Dice): void {
  const array = doc.getArray(list);
  if (array.length > 0) array.delete(dice.below(array.length), 1);
}

/** One transaction of one to three random edits. */
export function editRandomly(doc: Y.Doc, { honest, hostile }: Edits, dice: Dice, hostility: number): void {
  doc.transact(() => {
    for (let i = 0; i <= dice.below(3); i++) dice.pick(dice.chance(hostility) ? hostile : honest)(doc, dice);
  });
}
