import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import en from '../../../web/app/messages/en.json' with { type: 'json' };
import ja from '../../../web/app/messages/ja.json' with { type: 'json' };

const catalogs = { en, ja };

/** The names of the values a message takes. */
function valuesOf(message: string): string[] {
  return [...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name as string).sort();
}

describe('the message catalogs', () => {
  it('have the same messages, in the same order', () => {
    expect(Object.keys(ja)).toEqual(Object.keys(en));
  });

  it.each(Object.keys(en) as (keyof typeof en)[])('%s takes the same values in both languages, and can be formatted', (id) => {
    const values = { count: 2, day: 3, name: 'Ben', title: 'x', when: 'today', field: 'y', max: 5 };
    expect(new Set(valuesOf(ja[id]))).toEqual(new Set(valuesOf(en[id])));
    for (const locale of ['en', 'ja'] as const) {
      const errors: unknown[] = [];
      const intl = createIntl({ locale, messages: catalogs[locale], onError: (error) => errors.push(error) });
      expect(intl.formatMessage({ id }, values)).not.toMatch(/[{}]|^$/);
      expect(errors).toEqual([]);
    }
  });

  it('hold no message that no page uses', () => {
    const folder = path.resolve('web/app');
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => readFileSync(path.join(folder, file), 'utf8'))
      .join('\n');
    const composed = /^(role|item\.status|invite\.as)\.|^closed\.(?!reconnect|signInAgain|unsaved)|^invite\.(over|unknown)\./;
    const unused = Object.keys(en).filter((id) => !composed.test(id) && !sources.includes(`'${id}'`));
    expect(unused).toEqual([]);
  });
});
