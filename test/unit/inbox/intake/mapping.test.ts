import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WebhookEvent } from '../../../../src/inbox/intake/cloud-events';
import { type Json, type JsonObject, valueAt } from '../../../../src/inbox/intake/json';
import { applyMapping, faultsOf, type Mapping } from '../../../../src/inbox/intake/mapping';

const document: JsonObject = {
  type: 'com.example.booked',
  data: {
    guests: ['aoi', 'ben'],
    hotel: { name: '旅館 もみじ', stars: 4, 'odd/key~': 'x' },
    price: 32_000.5,
    paid: false,
    note: null,
    evil: '{/data/price} {{',
  },
};
const event: WebhookEvent = { type: 'com.example.booked', document, payload: document };

function map(notification: JsonObject, when?: string): Json | null {
  return applyMapping([{ ...(when === undefined ? {} : { when: { type: when } }), notification }], event);
}

describe('[Q7] mappings', () => {
  it.each<[string, string, Json]>([
    ['a text', 'plain', 'plain'],
    ['a place in a text', 'At {/data/hotel/name}: {/data/price} yen', 'At 旅館 もみじ: 32000.5 yen'],
    ['a place alone keeps its kind: a list', '{/data/guests}', ['aoi', 'ben']],
    ['a number', '{/data/price}', 32_000.5],
    ['a boolean', '{/data/paid}', false],
    ['null', '{/data/note}', null],
    ['an element of a list', '{/data/guests/1}', 'ben'],
    ['an escaped key', '{/data/hotel/odd~1key~0}', 'x'],
    ['braces', '{{{/data/hotel/stars}}}', '{4}'],
    ['what is missing in a text', 'a{/data/missing}b', 'ab'],
    ['lists and objects in a text', 'a{/data/guests}{/data/hotel}b', 'ab'],
    ['what the event says is no template', 'x {/data/evil}', 'x {/data/price} {{'],
  ])('%s', (_, template, expected) => {
    expect(map({ title: template })).toEqual({ title: expected });
  });

  it('the whole event is one place', () => {
    expect(map({ data: '{}' })).toEqual({ data: document });
  });

  it('what is missing in the event is missing in the notification', () => {
    expect(
      map({ title: '{/data/missing}', recipients: ['{/data/guests/0}', '{/data/guests/9}'], data: { a: '{/x}', b: 1 } }),
    ).toEqual({
      recipients: ['aoi'],
      data: { b: 1 },
    });
  });

  it('nothing is reached that the event did not bring', () => {
    for (const pointer of [
      '/constructor/name',
      '/__proto__',
      '/data/guests/length',
      '/data/guests/-1',
      '/data/guests/01',
      '/type/0',
    ]) {
      expect(valueAt(document, pointer), pointer).toBeUndefined();
    }
    const made = map(JSON.parse('{"__proto__": {"polluted": "{/data/price}"}}') as JsonObject);
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
    expect(Object.hasOwn(made as object, '__proto__')).toBe(true);
  });

  it('the first rule that fits counts', () => {
    const rules: Mapping = [
      { when: { type: 'com.example.paid' }, notification: { title: 'paid' } },
      { when: { type: 'com.example.*' }, notification: { title: 'of example' } },
      { notification: { title: 'any' } },
    ];
    const titled = (type: string | null) => applyMapping(rules, { ...event, type });
    expect(titled('com.example.paid')).toEqual({ title: 'paid' });
    expect(titled('com.example.paid.twice')).toEqual({ title: 'of example' });
    expect(titled('com.other')).toEqual({ title: 'any' });
    expect(titled(null)).toEqual({ title: 'any' });
  });

  it('an event that no rule wants makes nothing; without a mapping it is the notification', () => {
    expect(map({ title: 'x' }, 'com.other')).toBeNull();
    expect(applyMapping([], event)).toBeNull();
    expect(applyMapping(null, { ...event, payload: { title: 'itself' } })).toEqual({ title: 'itself' });
  });

  it.each([
    ['an open brace', { title: 'a { b' }, '/notification/title'],
    ['a closing brace', { title: 'a } b' }, '/notification/title'],
    ['no pointer', { title: '{data.x}' }, '/notification/title'],
    ['a wrong escape', { title: '{/a~2}' }, '/notification/title'],
    ['deep inside', { data: { list: ['{'] } }, '/notification/data/list/0'],
    ['an unknown field', { titel: 'x' }, '/notification/titel'],
  ])('%s is found when the mapping is declared', (_, notification, pointer) => {
    expect(faultsOf({ notification }, ['title', 'data'])).toEqual([{ pointer, detail: expect.any(String) }]);
  });

  it('a mapping without a fault never throws, whatever the event', () => {
    const piece = fc.oneof(fc.constantFrom('{', '}', '{/a}', '{/a/0/b}', '{{', '}}', '{}', '{/~0~1}'), fc.string());
    const template = fc.array(piece).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('title', 'data'), template), fc.jsonValue(), (notification, value) => {
        const rule = { notification };
        if (faultsOf(rule, ['title', 'data']).length > 0) return;
        const made = applyMapping([rule], { type: null, document: { a: value as Json }, payload: null });
        expect(() => JSON.stringify(made)).not.toThrow();
      }),
    );
  });
});
