import { describe, expect, it } from 'vitest';
import { readReference } from '../../../../src/protocol/delivery-reference';
import { alert, FakeProvider, json, messageTo } from './fake-provider';

const twilio = {
  TWILIO_ACCOUNT_SID: 'AC1',
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_FROM: '+15550100',
  APP_URL: 'https://trips.example',
  LINK_SECRET: 'a-secret-of-at-least-32-characters',
};
const to = { kind: 'sms', number: '+818012345678' } as const;

describe('Twilio', () => {
  it('[Z11] gets the text as a form, with an address to report to', async () => {
    const fake = new FakeProvider().answer(json(201, { sid: 'SM1' }));
    expect(await fake.channels(twilio).send(messageTo(to))).toEqual({ kind: 'sent', providerId: 'SM1' });
    const { url, headers, text } = fake.last;
    expect(url).toBe('https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json');
    expect(headers.get('authorization')).toBe(`Basic ${btoa('AC1:token')}`);
    const { StatusCallback: callback = '', ...form } = Object.fromEntries(new URLSearchParams(text));
    expect(form).toEqual({
      To: '+818012345678',
      From: '+15550100',
      Body: 'TripTrip: Booked: 嵐山 <ryokan>. It is for 3 May 2026. https://trips.example/inbox?notification=1',
      ValidityPeriod: '3600',
    });
    const ref = new URL(callback).searchParams.get('ref') ?? '';
    expect(callback.startsWith('https://trips.example/v1/webhooks/providers/twilio?')).toBe(true);
    expect(await readReference(twilio.LINK_SECRET, 'callback', ref)).toEqual({
      person: 'aoi',
      deliveryId: messageTo(to).deliveryId,
    });
  });

  it('[Z11] sends by a messaging service when that is configured', async () => {
    const fake = new FakeProvider().answer(json(201, { sid: 'SM1' }));
    await fake.channels({ ...twilio, TWILIO_FROM: 'MG123', APP_URL: '' }).send(messageTo(to));
    const form = new URLSearchParams(fake.last.text);
    expect(form.get('MessagingServiceSid')).toBe('MG123');
    expect(form.has('From')).toBe(false);
    expect(form.has('StatusCallback')).toBe(false);
  });

  it('[Z18] cuts a long text, never its link', async () => {
    const fake = new FakeProvider().answer(json(201, { sid: 'SM1' }));
    await fake.channels(twilio).send(messageTo(to, { ...alert, language: 'ja', body: '長い\n本文'.repeat(200) }));
    const body = new URLSearchParams(fake.last.text).get('Body') ?? '';
    expect(Array.from(body).length).toBeLessThanOrEqual(300);
    expect(body).toMatch(/^【TripTrip】Booked.*… https:\/\/trips\.example\/inbox\?notification=1$/u);
  });

  it.each([
    [21_610, 'opted_out'],
    [21_211, 'invalid'],
    [21_614, 'invalid'],
    [21_408, null],
  ])('[Z13] error %i: the address is %s', async (code, address) => {
    const fake = new FakeProvider().answer(json(400, { code, message: 'The number +818012345678 …' }));
    const outcome = await fake.channels(twilio).send(messageTo(to));
    expect(outcome).toEqual({ kind: 'failed', reason: `answered 400 ${code}`, address });
  });
});
