import * as Y from 'yjs';
import { type Dice, type Edit, type Edits, editText, removeElement, someCharacter, withElement, words } from './random-edits';

const people = ['abe', 'bea', 'cid'];
const tags = ['work', 'fun', '東京'];

const details = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('details');
const hour = (dice: Dice): string => `2026-12-15T${10 + dice.below(10)}:00:00Z`;
const day = (dice: Dice): string => `2026-12-1${dice.below(10)}`;

/** What people do in the app or with a stock client: all of it fits the schema. */
const honest: readonly Edit[] = [
  (doc, dice) => editText(doc.getText('title'), dice),
  (doc, dice) => editText(doc.getText('description'), dice),
  (doc, dice) => {
    const description = doc.getText('description');
    const { index, length } = someCharacter(description, dice);
    if (length > 0) description.format(index, length, { bold: dice.chance(0.5) ? true : null });
  },
  (doc, dice) => details(doc).set(dice.pick(['start_time', 'end_time']), hour(dice)),
  (doc, dice) => {
    const isAllDay = dice.chance(0.5);
    details(doc).set('all_day', isAllDay);
    details(doc).set('start_time', isAllDay ? day(dice) : hour(dice));
    details(doc).delete('end_time');
  },
  (doc, dice) => details(doc).set('time_zone', dice.pick(['Asia/Tokyo', 'Europe/Berlin', 'UTC'])),
  (doc, dice) => details(doc).set('recurrence', dice.pick(['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO'])),
  (doc, dice) => details(doc).delete(dice.pick(['recurrence', 'end_time', 'location', 'status'])),
  (doc, dice) => details(doc).set('status', dice.pick(['tentative', 'confirmed', 'cancelled'])),
  (doc, dice) => doc.getMap('tags').set(dice.pick(tags), true),
  (doc, dice) => doc.getMap('tags').delete(dice.pick(tags)),
  (doc, dice) => doc.getArray('attendees').push([{ user_id: dice.pick(people), name: dice.pick(words) }]),
  (doc, dice) =>
    doc
      .getArray('attendees')
      .insert(0, [new Y.Map<unknown>(Object.entries({ user_id: dice.pick(people), email: 'a@example.org' }))]),
  (doc, dice) => removeElement(doc, 'attendees', dice),
  (doc, dice) =>
    withElement(doc, 'attendees', dice, (element) =>
      element.set('response_status', dice.pick(['ACCEPTED', 'DECLINED', 'TENTATIVE'])),
    ),
  (doc, dice) => doc.getMap('exceptions').set(`${day(dice)}T09:00:00Z`, dice.chance(0.5) ? false : { title: dice.pick(words) }),
  (doc, dice) => {
    const exceptions = doc.getMap('exceptions');
    if (exceptions.size > 0) exceptions.delete(dice.pick([...exceptions.keys()]));
  },
  (doc, dice) => doc.getArray('reminders').push([{ id: `r${dice.below(5)}`, minutes_before: dice.below(60) }]),
  (doc, dice) => removeElement(doc, 'reminders', dice),
  (doc, dice) => doc.getMap('extensions').set(dice.pick(['crm', 'mail', '']), dice.pick<unknown>([1, null, { a: [true] }, 'x'])),
  (doc, dice) => doc.getMap('extensions').delete(dice.pick(['crm', 'mail'])),
  (doc, dice) => details(doc).set('extensions', dice.pick<unknown>(['text', [1, 2], 0])),
  (doc) => details(doc).delete('extensions'),
];

/** What nobody should write, and the server has to repair. */
const hostile: readonly Edit[] = [
  (doc, dice) => details(doc).set(dice.pick(['start_time', 'end_time', 'all_day']), dice.pick<unknown>([day(dice), true, 5, {}])),
  (doc, dice) => details(doc).set(dice.pick(['status', 'recurrence', 'time_zone', 'color']), dice.pick<unknown>(['no', 5, [1]])),
  (doc) => doc.getMap('tags').set('__proto__', true),
  (doc, dice) => doc.getMap('tags').set(dice.pick([...tags, 'x'.repeat(100)]), dice.pick<unknown>([false, 'yes', { a: 1 }])),
  (doc) => doc.getMap('tags').set('work', new Y.Map([['nested', 1]])),
  (doc, dice) => doc.getArray('attendees').push([dice.pick<unknown>([{ name: 'nobody' }, { user_id: 7 }, 7, null])]),
  (doc, dice) => doc.getArray<unknown>('attendees').insert(0, [dice.chance(0.5) ? new Y.Map([['name', 'x']]) : new Y.Text('t')]),
  (doc, dice) => withElement(doc, 'attendees', dice, (element) => element.set('user_id', dice.pick(people))),
  (doc, dice) => withElement(doc, 'attendees', dice, (element) => element.delete('user_id')),
  (doc, dice) =>
    withElement(doc, 'attendees', dice, (element) => element.set(dice.pick(['response_status', 'junk', 'place']), 'PERHAPS')),
  (doc, dice) => doc.getMap('exceptions').set(dice.pick(['tomorrow', day(dice)]), dice.pick<unknown>([true, { color: 'x' }])),
  (doc, dice) => doc.getMap('extensions').set('crm', dice.pick<unknown>([Number.NaN, new Uint8Array([1]), 'x'.repeat(40_000)])),
  (doc) => doc.getMap('extensions').set('mail', new Y.Array()),
  (doc) => doc.getMap('extensions').set('constructor', 1),
  (doc) => details(doc).set('extensions', { not: 'here' }),
  (doc) => doc.getArray('exceptions-of-mine').push([1]),
];

export const eventEdits: Edits = { honest, hostile };
