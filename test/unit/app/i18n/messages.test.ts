import { globSync, readFileSync } from 'node:fs';
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import calendarEn from '../../../../web/app/messages/calendar/en.json' with { type: 'json' };
import calendarJa from '../../../../web/app/messages/calendar/ja.json' with { type: 'json' };
import en from '../../../../web/app/messages/en.json' with { type: 'json' };
import historyEn from '../../../../web/app/messages/history/en.json' with { type: 'json' };
import historyJa from '../../../../web/app/messages/history/ja.json' with { type: 'json' };
import ja from '../../../../web/app/messages/ja.json' with { type: 'json' };

type Catalog = Readonly<Record<string, string>>;
const catalogs: readonly (readonly [name: string, en: Catalog, ja: Catalog])[] = [
  ['the app', en, ja],
  ['the calendar', calendarEn, calendarJa],
  ['histories', historyEn, historyJa],
];

/** What a message is given: the name of each value, whether it is a number or a word, and the words it chooses by. */
function argumentsOf(elements: readonly MessageFormatElement[], found = new Map<string, string>()): Map<string, string> {
  for (const element of elements) {
    if (element.type === TYPE.select) {
      found.set(element.value, `one of ${Object.keys(element.options).sort().join(', ')}`);
    } else if (element.type === TYPE.plural || element.type === TYPE.number) {
      found.set(element.value, 'number');
    } else if (element.type === TYPE.date || element.type === TYPE.time) {
      found.set(element.value, 'date');
    } else if (element.type === TYPE.argument && !found.has(element.value)) {
      found.set(element.value, 'text');
    }
    if (element.type === TYPE.select || element.type === TYPE.plural) {
      for (const { value } of Object.values(element.options)) argumentsOf(value, found);
    }
  }
  return found;
}

/** A value for each argument of a message. */
function valuesFor(message: string): Record<string, string | number | Date> {
  const samples = { number: 2, date: new Date(0), text: 'x' };
  return Object.fromEntries(
    [...argumentsOf(parse(message))].map(([name, kind]) => [
      name,
      kind in samples ? samples[kind as keyof typeof samples] : kind.replace(/^one of |,.*/g, ''),
    ]),
  );
}

describe.each(catalogs)('the message catalogs of %s', (_name, en, ja) => {
  const ids = Object.keys(en);
  const words = (catalog: Catalog, id: string) => catalog[id] ?? '';

  it('have the same messages, in the same order', () => {
    expect(Object.keys(ja)).toEqual(ids);
  });

  it.each(ids)('%s takes the same values in both languages, and can be formatted', (id) => {
    const [english, japanese] = [argumentsOf(parse(words(en, id))), argumentsOf(parse(words(ja, id)))];
    expect([...japanese].sort()).toEqual([...english].sort());
    for (const [locale, messages] of [
      ['en', en],
      ['ja', ja],
    ] as const) {
      const errors: unknown[] = [];
      const intl = createIntl({ locale, messages: { ...messages }, onError: (error) => errors.push(error) });
      expect(intl.formatMessage({ id }, valuesFor(words(messages, id)))).not.toMatch(/[{}]|^$/);
      expect(errors).toEqual([]);
    }
  });

  it('say in a plural what is said of many', () => {
    const lacking = ids.filter((id) => /plural,/.test(words(en, id)) && !/\bother \{/.test(words(en, id)));
    expect(lacking).toEqual([]);
  });

  it('hold no message that no page uses', () => {
    const sources = globSync('web/app/**/*.{ts,tsx}').map((file) => readFileSync(file, 'utf8'));
    const code = sources.join('\n');
    // `closed.${reason}` stands for every id of that form.
    const composed = Array.from(code.matchAll(/`([\w-]+\.(?:[\w.-]|\$\{[^}]+\})*)`/g), ([, template = '']) => template)
      .filter((template) => template.includes('$' + '{'))
      .map((template) => new RegExp(`^${template.replaceAll('.', '\\.').replace(/\$\{[^}]+\}/g, '[\\w-]+')}$`));
    const unused = ids.filter((id) => !code.includes(`'${id}'`) && !composed.some((form) => form.test(id)));
    expect(unused).toEqual([]);
  });
});

it('no message is in two catalogs', () => {
  const ids = catalogs.flatMap(([, messages]) => Object.keys(messages));
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

it('the plan of a trip has one name in Japanese', () => {
  const other = catalogs.flatMap(([, , japanese]) => Object.values(japanese)).filter((message) => message.includes('プラン'));
  expect(other).toEqual([]);
});
