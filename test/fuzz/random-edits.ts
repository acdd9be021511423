import * as Y from 'yjs';
import { replaceText } from '../../src/documents/text-edit';

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

type Edit = (doc: Y.Doc, dice: Dice) => void;

const words = ['a', 'bc', '東京', '🗼', 'x y', ''];

/** A random character: where it starts and how long it is. No editor cuts a surrogate pair apart, and Yjs cannot. */
function someCharacter(text: Y.Text, dice: Dice): { index: number; length: number } {
  const characters = [...text.toString()];
  const position = dice.below(characters.length);
  return { index: characters.slice(0, position).join('').length, length: (characters[position] ?? '').length };
}

function editText(text: Y.Text, dice: Dice): void {
  const { index, length } = someCharacter(text, dice);
  if (length > 0 && dice.chance(0.35)) text.delete(index, length);
  else text.insert(dice.chance(0.3) ? text.length : index, dice.pick(words));
}

function elements(doc: Y.Doc, list = 'itinerary'): Y.Map<unknown>[] {
  return doc
    .getArray(list)
    .toArray()
    .filter((element) => element instanceof Y.Map);
}

function withElement(doc: Y.Doc, dice: Dice, edit: (element: Y.Map<unknown>) => void): void {
  const all = elements(doc);
  if (all.length > 0) edit(dice.pick(all));
}

/** What people do in the app or with a stock client: all of it fits the schema. */
export const honestEdits: readonly Edit[] = [
  (doc, dice) => editText(doc.getText('title'), dice),
  (doc, dice) => editText(doc.getText('notes'), dice),
  (doc, dice) => {
    const notes = doc.getText('notes');
    const { index, length } = someCharacter(notes, dice);
    if (length > 0) notes.format(index, length, { bold: dice.chance(0.5) ? true : null });
  },
  (doc, dice) => doc.getMap('details').set('destination', dice.pick(['Kyoto', 'Nara', 'Kobe'])),
  (doc, dice) => doc.getMap('details').set(dice.pick(['start_date', 'end_date']), `2027-04-0${1 + dice.below(9)}`),
  (doc, dice) => doc.getMap('details').delete(dice.pick(['start_date', 'end_date', 'destination'])),
  (doc, dice) => doc.getMap('budget').set(dice.pick(['JPY', 'EUR']), dice.below(1000)),
  (doc, dice) => {
    const map = new Y.Map<unknown>(
      Object.entries({ id: `e${dice.below(1e6)}`, title: new Y.Text('card'), notes: new Y.Text('') }),
    );
    map.set('place', { day: 1 + dice.below(3), order: `${dice.pick(['A', 'B', 'C'])}${1 + dice.below(9)}` });
    doc.getArray('itinerary').insert(dice.below(doc.getArray('itinerary').length + 1), [map]);
  },
  (doc, dice) => doc.getArray('itinerary').push([{ id: `p${dice.below(20)}`, day: 1 + dice.below(3), title: dice.pick(words) }]),
  (doc, dice) => {
    const list = doc.getArray('itinerary');
    if (list.length > 0) list.delete(dice.below(list.length), 1);
  },
  (doc, dice) =>
    withElement(doc, dice, (element) =>
      element.set('place', { day: dice.chance(0.2) ? null : 1 + dice.below(3), order: `K${1 + dice.below(9)}` }),
    ),
  (doc, dice) =>
    withElement(doc, dice, (element) => element.set('booking_status', dice.pick(['pending', 'confirmed', 'cancelled']))),
  (doc, dice) => withElement(doc, dice, (element) => element.set('cost', dice.below(100))),
  (doc, dice) =>
    withElement(doc, dice, (element) => {
      const title = element.get('title');
      if (title instanceof Y.Text) editText(title, dice);
    }),
  (doc, dice) => replaceText(doc.getText('description'), dice.pick(['short', 'a longer description', '説明'])),
];

/** What nobody should write, and the server has to repair. */
export const hostileEdits: readonly Edit[] = [
  (doc) => doc.getMap('unknown-root').set('x', 1),
  (doc, dice) => doc.getText('notes').insertEmbed(someCharacter(doc.getText('notes'), dice).index, { image: 'javascript:1' }),
  (doc, dice) => {
    const title = doc.getText('title');
    const { index, length } = someCharacter(title, dice);
    if (length > 0) title.format(index, length, { onclick: 'x' });
  },
  (doc, dice) =>
    doc
      .getMap('details')
      .set(dice.pick(['start_date', 'destination', '__proto__', 'constructor']), dice.pick([42, {}, [1], 'x'.repeat(3000)])),
  (doc) => doc.getMap('details').set('cover', new Y.Map([['nested', 1]])),
  (doc) => doc.getMap('budget').set('JPY', 'a lot'),
  (doc, dice) =>
    doc
      .getArray('itinerary')
      .insert(dice.below(doc.getArray('itinerary').length + 1), [
        dice.pick<unknown>([7, 'text', new Y.Text('t'), null]),
      ] as never[]),
  (doc) => doc.getArray('itinerary').push([JSON.parse('{"id":"evil","__proto__":{"admin":true}}')]),
  (doc, dice) => withElement(doc, dice, (element) => element.set('title', dice.pick(['plain', 5, null]))),
  (doc, dice) => withElement(doc, dice, (element) => element.delete(dice.pick(['title', 'id', 'place', 'notes']))),
  (doc, dice) => withElement(doc, dice, (element) => element.set('id', 'stolen')),
  (doc, dice) =>
    withElement(doc, dice, (element) =>
      element.set('place', dice.pick<unknown>(['nowhere', { day: -1, order: '' }, { day: 1, order: 'z'.repeat(80) }])),
    ),
  (doc, dice) =>
    withElement(doc, dice, (element) =>
      element.set(dice.pick(['day', 'order', 'type', 'junk']), dice.pick<unknown>([2, 'V', {}])),
    ),
  (doc) => doc.getMap('details').set('subdoc', new Y.Doc()),
];

/** One transaction of one to three random edits. */
export function editRandomly(doc: Y.Doc, dice: Dice, hostility: number): void {
  doc.transact(() => {
    for (let i = 0; i <= dice.below(3); i++) dice.pick(dice.chance(hostility) ? hostileEdits : honestEdits)(doc, dice);
  });
}
