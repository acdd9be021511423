import * as Y from 'yjs';
import { replaceText } from '../../src/documents/text-edit';
import { type Edit, type Edits, editText, removeElement, someCharacter, withElement, words } from './random-edits';

/** What people do in the app or with a stock client: all of it fits the schema. */
const honest: readonly Edit[] = [
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
  (doc, dice) => removeElement(doc, 'itinerary', dice),
  (doc, dice) =>
    withElement(doc, 'itinerary', dice, (element) =>
      element.set('place', { day: dice.chance(0.2) ? null : 1 + dice.below(3), order: `K${1 + dice.below(9)}` }),
    ),
  (doc, dice) =>
    withElement(doc, 'itinerary', dice, (element) =>
      element.set('booking_status', dice.pick(['pending', 'confirmed', 'cancelled'])),
    ),
  (doc, dice) => withElement(doc, 'itinerary', dice, (element) => element.set('cost', dice.below(100))),
  (doc, dice) =>
    withElement(doc, 'itinerary', dice, (element) => {
      const title = element.get('title');
      if (title instanceof Y.Text) editText(title, dice);
    }),
  (doc, dice) => replaceText(doc.getText('description'), dice.pick(['short', 'a longer description', '説明'])),
];

/** What nobody should write, and the server has to repair. */
const hostile: readonly Edit[] = [
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
  (doc, dice) => withElement(doc, 'itinerary', dice, (element) => element.set('title', dice.pick(['plain', 5, null]))),
  (doc, dice) => withElement(doc, 'itinerary', dice, (element) => element.delete(dice.pick(['title', 'id', 'place', 'notes']))),
  (doc, dice) => withElement(doc, 'itinerary', dice, (element) => element.set('id', 'stolen')),
  (doc, dice) =>
    withElement(doc, 'itinerary', dice, (element) =>
      element.set('place', dice.pick<unknown>(['nowhere', { day: -1, order: '' }, { day: 1, order: 'z'.repeat(80) }])),
    ),
  (doc, dice) =>
    withElement(doc, 'itinerary', dice, (element) =>
      element.set(dice.pick(['day', 'order', 'type', 'junk']), dice.pick<unknown>([2, 'V', {}])),
    ),
  (doc) => doc.getMap('details').set('subdoc', new Y.Doc()),
];

export const tripEdits: Edits = { honest, hostile };
