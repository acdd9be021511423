import type { EventView } from '../../src/documents/event';
import type { Operation } from '../../src/protocol/operations';
import { isKept } from './kept-edits';
import type { Dice } from './random-edits';

type Make = (view: EventView, dice: Dice) => Operation[];

const people = ['abe', 'bea', 'cid', 'dan'];
const words = ['Kyoto trip', 'Kyoto trip 2027', 'Our Kyoto trip', '東京 🗼', 'Osaka', ''];

const index = (list: readonly unknown[], dice: Dice): number => dice.below(list.length + 1);

/** An element by its index or by its id. */
function element(name: string, list: readonly { id?: string; user_id?: string }[], dice: Dice): string {
  const others = list.filter(({ id }) => !isKept(id));
  const one = others[dice.below(others.length)];
  const at = one === undefined ? list.length : list.indexOf(one);
  return others.length === list.length && dice.chance(0.5) ? `/${name}/${at}` : `/${name}/@${one?.id ?? one?.user_id}`;
}

function edited(text: string, dice: Dice): string {
  const characters = [...text];
  characters.splice(dice.below(characters.length + 1), dice.below(3), dice.pick(['a', '京', '🗼', ' ']));
  return characters.join('');
}

function person(dice: Dice): Record<string, unknown> {
  return { user_id: dice.pick(people), name: dice.pick(words), response_status: dice.pick(['ACCEPTED', 'DECLINED']) };
}

/** What programs do that know an event as JSON: add, remove, replace, move, copy and test. */
const makes: readonly Make[] = [
  ({ title }, dice) => [{ op: 'replace', path: '/title', value: dice.chance(0.7) ? edited(title, dice) : dice.pick(words) }],
  (_, dice) => [{ op: 'replace', path: '/description', value: dice.pick(words) }],
  ({ description }, dice) => [
    {
      op: 'replace',
      path: '/description',
      value: [...description, { insert: dice.pick(['!', '京']), attributes: { bold: true } }],
    },
  ],
  (_, dice) => [{ op: 'replace', path: '/location', value: dice.pick([...words, null]) }],
  (_, dice) => [{ op: 'remove', path: dice.pick(['/location', '/color', '/recurrence']) }],
  (_, dice) => [{ op: 'add', path: '/color', value: dice.pick(['#112233', '#445566']) }],
  (_, dice) => [{ op: 'replace', path: '/status', value: dice.pick(['tentative', 'confirmed', 'cancelled']) }],
  (_, dice) => [{ op: 'replace', path: dice.pick(['/start_time', '/end_time']), value: `2026-12-15T1${dice.below(10)}:00:00Z` }],
  (_, dice) => [
    { op: 'replace', path: '/start_time', value: `2026-12-15T0${dice.below(10)}:00:00Z` },
    { op: 'replace', path: '/end_time', value: `2026-12-15T1${dice.below(10)}:00:00Z` },
    { op: 'replace', path: '/all_day', value: false },
  ],
  (_, dice) => [{ op: 'add', path: '/tags/-', value: `tag${dice.below(5)}` }],
  (_, dice) => [{ op: 'add', path: '/attendees/-', value: person(dice) }],
  (_, dice) => {
    const added = person(dice);
    return [{ op: 'add', path: `/attendees/@${String(added.user_id)}`, value: added }];
  },
  ({ attendees }, dice) => [{ op: 'remove', path: element('attendees', attendees, dice) }],
  ({ attendees }, dice) => [
    {
      op: 'replace',
      path: `${element('attendees', attendees, dice)}/response_status`,
      value: dice.pick(['ACCEPTED', 'TENTATIVE']),
    },
  ],
  ({ attendees }, dice) => [{ op: 'replace', path: '/attendees', value: attendees.filter(() => dice.chance(0.7)) }],
  ({ reminders }, dice) => [
    {
      op: 'add',
      path: `/reminders/${index(reminders, dice)}`,
      value: { id: `r${dice.below(8)}`, minutes_before: dice.below(60) },
    },
  ],
  ({ reminders }, dice) => [{ op: 'remove', path: element('reminders', reminders, dice) }],
  ({ reminders }, dice) => [
    { op: 'move', from: element('reminders', reminders, dice), path: `/reminders/${dice.below(reminders.length)}` },
  ],
  ({ reminders }, dice) => [
    { op: 'move', from: element('reminders', reminders, dice), path: element('reminders', reminders, dice) },
  ],
  ({ reminders }, dice) => [
    {
      op: 'copy',
      from: `${element('reminders', reminders, dice)}/minutes_before`,
      path: `${element('reminders', reminders, dice)}/minutes_before`,
    },
  ],
  (_, dice) => [{ op: 'copy', from: '/title', path: dice.pick(['/location', '/extensions/title']) }],
  ({ attachments }, dice) => [
    { op: 'add', path: `/attachments/${index(attachments, dice)}`, value: { id: `f${dice.below(6)}`, title: dice.pick(words) } },
  ],
  ({ attachments }, dice) => [
    { op: 'replace', path: `${element('attachments', attachments, dice)}/title`, value: dice.pick(words) },
  ],
  ({ attachments }, dice) => [{ op: 'remove', path: element('attachments', attachments, dice) }],
  (_, dice) => [
    { op: 'add', path: `/extensions/${dice.pick(['crm', 'mail'])}`, value: dice.pick<unknown>([1, { a: [1] }, 'x']) },
  ],
  (_, dice) => [{ op: 'add', path: '/extensions/crm/deep', value: dice.below(9) }],
  (_, dice) => [{ op: 'remove', path: `/extensions/${dice.pick(['crm', 'mail'])}` }],
  (_, dice) => [{ op: 'replace', path: '/extensions', value: dice.pick<unknown>([{}, { mail: 1 }, [1, 2], null, 'text']) }],
  (_, dice) => [
    { op: 'add', path: `/exceptions/2026-12-1${dice.below(5)}T10:00:00Z`, value: dice.pick<unknown>([false, { title: 'x' }]) },
  ],
  ({ exceptions }, dice) => [{ op: 'remove', path: `/exceptions/${dice.pick([...Object.keys(exceptions), 'none'])}` }],
  ({ title }, dice) => [
    { op: 'test', path: '/title', value: dice.chance(0.8) ? title : 'another' },
    { op: 'replace', path: '/location', value: 'tested' },
  ],
];

/** A batch of one to three operations on a view, most of which can be done. */
export function rollOperations(view: EventView, dice: Dice): Operation[] {
  const count = dice.chance(0.8) ? 1 : 2;
  return Array.from({ length: count }, () => dice.pick(makes)(view, dice)).flat();
}
