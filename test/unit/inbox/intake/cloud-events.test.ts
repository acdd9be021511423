import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../../src/inbox/intake/cloud-events';
import type { Json } from '../../../../src/inbox/intake/json';

const attributes = { specversion: '1.0', id: 'e1', source: '/bookings', type: 'com.example.booked' };
const structured = 'application/cloudevents+json';

function read(mediaType: string, headers: Readonly<Record<string, string>>, body: Json) {
  return readEvent(mediaType, Object.entries(headers), body);
}

function binary(headers: Readonly<Record<string, string>>, body: Json = { hotel: 'もみじ' }) {
  return read(
    'application/json',
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [`ce-${name}`, value])),
    body,
  );
}

describe('[Q5] CloudEvents', () => {
  it('structured and binary mode are one event', () => {
    const event = {
      ok: true,
      value: {
        type: 'com.example.booked',
        document: { ...attributes, subject: 'guest', data: { hotel: 'もみじ' } },
        payload: { hotel: 'もみじ' },
      },
    };
    expect(read(structured, {}, { ...attributes, subject: 'guest', data: { hotel: 'もみじ' } })).toEqual(event);
    expect(binary({ ...attributes, subject: 'guest' })).toEqual(event);
  });

  it('headers are decoded: percent signs, quotes', () => {
    expect(binary({ ...attributes, subject: '%E6%97%85%20%22x%22' })).toMatchObject({
      value: { document: { subject: '旅 "x"' } },
    });
    expect(binary({ ...attributes, subject: '"a\\"b"' })).toMatchObject({ value: { document: { subject: 'a"b' } } });
    expect(binary({ ...attributes, subject: '100%' })).toMatchObject({ value: { document: { subject: '100%' } } });
  });

  it('data in base64 are read, when they are JSON', () => {
    const encoded = Buffer.from('{"hotel":"もみじ"}').toString('base64');
    expect(read(structured, {}, { ...attributes, data_base64: encoded })).toMatchObject({
      ok: true,
      value: { document: { data: { hotel: 'もみじ' } }, payload: { hotel: 'もみじ' } },
    });
    for (const wrong of ['!', Buffer.from('no json').toString('base64'), '//79', 5]) {
      expect(read(structured, {}, { ...attributes, data_base64: wrong })).toMatchObject({ ok: false });
    }
    expect(read(structured, {}, { ...attributes, data_base64: encoded, data: {} })).toMatchObject({ ok: false });
  });

  it('an event without data has nothing to say', () => {
    expect(read(structured, {}, attributes)).toMatchObject({ ok: true, value: { payload: null } });
  });

  it.each([
    ['another version', { ...attributes, specversion: '0.3' }],
    ['no version', { ...attributes, specversion: null }],
    ['no id', { ...attributes, id: '' }],
    ['an id that is no text', { ...attributes, id: 5 }],
    ['no source', { ...attributes, source: null }],
    ['no type', { ...attributes, type: '' }],
    ['a time that is none', { ...attributes, time: 'yesterday' }],
    ['a day', { ...attributes, time: '2026-11-22' }],
    ['a day that is none', { ...attributes, time: '2026-13-45T00:00:00Z' }],
  ])('%s is refused', (_, event) => {
    expect(read(structured, {}, event as Json)).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
  });

  it.each([[[]], ['text'], [null], [5]])('%j is no structured event', (body) => {
    expect(read(structured, {}, body as Json)).toMatchObject({ ok: false });
  });

  it('a plain body is itself', () => {
    expect(read('application/json', {}, { type: 'a', x: 1 })).toEqual({
      ok: true,
      value: { type: 'a', document: { type: 'a', x: 1 }, payload: { type: 'a', x: 1 } },
    });
    expect(read('application/json', { 'ce-id': '1' }, { type: 5 })).toMatchObject({ ok: true, value: { type: null } });
    expect(read('application/json', {}, [])).toMatchObject({ ok: false });
  });

  it('never throws, whatever comes', () => {
    const names = fc.constantFrom('ce-id', 'ce-type', 'ce-source', 'ce-specversion', 'ce-time', 'ce-data', 'ce-__proto__', 'x');
    const header = fc.tuple(names, fc.oneof(fc.string(), fc.constant('1.0'), fc.constant('%'), fc.constant('"%zz\\')));
    const mediaType = fc.constantFrom('application/json', structured);
    fc.assert(
      fc.property(mediaType, fc.array(header), fc.jsonValue(), (type, headers, body) => {
        const outcome = readEvent(type, headers, body as Json);
        if (outcome.ok) expect(typeof outcome.value.document).toBe('object');
        else expect(outcome.refusal.code).toBe('invalid');
      }),
    );
  });
});
