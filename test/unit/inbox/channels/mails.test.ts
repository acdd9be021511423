import { describe, expect, it } from 'vitest';
import { readReference } from '../../../../src/protocol/delivery-reference';
import { alert, FakeProvider, json, messageTo, refresh } from './fake-provider';

const linkSecret = 'a-secret-of-at-least-32-characters';
const shared = { MAIL_FROM: 'TripTrip <trips@mail.example>', APP_URL: 'https://trips.example', LINK_SECRET: linkSecret };
const to = { kind: 'email', email: 'aoi@mail.example' } as const;
const sendGrid = { ...shared, MAIL_PROVIDER: 'sendgrid', SENDGRID_API_KEY: 'sg-key' };
const resend = { ...shared, MAIL_PROVIDER: 'resend', RESEND_API_KEY: 're-key' };
const ses = {
  ...shared,
  MAIL_PROVIDER: 'ses',
  SES_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  SES_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  SES_REGION: 'eu-west-1',
  SES_CONFIGURATION_SET: 'trips',
};
const reference = { person: 'aoi', deliveryId: messageTo(to).deliveryId };

/** The token of the link in `List-Unsubscribe`. */
function tokenIn(header: string | undefined): string {
  return /^<https:\/\/trips\.example\/v1\/inbox\/unsubscribe\?token=([\w-]+)>$/.exec(header ?? '')?.[1] ?? '';
}

describe('SendGrid', () => {
  it('[Z11] gets the mail with both texts, a reference, and the headers of one click', async () => {
    const fake = new FakeProvider().answer(new Response(null, { status: 202, headers: { 'x-message-id': 'sg1' } }));
    expect(await fake.channels(sendGrid).send(messageTo(to))).toEqual({ kind: 'sent', providerId: 'sg1' });
    const { url, headers, json: body } = fake.last;
    expect(url).toBe('https://api.sendgrid.com/v3/mail/send');
    expect(headers.get('authorization')).toBe('Bearer sg-key');
    expect(body).toMatchObject({
      from: { email: 'trips@mail.example', name: 'TripTrip' },
      personalizations: [{ to: [{ email: 'aoi@mail.example' }] }],
      subject: alert.title,
      content: [{ type: 'text/plain' }, { type: 'text/html' }],
      headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    });
    const [{ custom_args: args }] = body.personalizations as [{ custom_args: { ref: string } }];
    expect(await readReference(linkSecret, 'callback', args.ref)).toEqual(reference);
    const token = tokenIn((body.headers as Record<string, string>)['List-Unsubscribe']);
    expect(await readReference(linkSecret, 'unsubscribe', token)).toEqual(reference);
  });

  it('[Z13] a recipient that is refused is a dead address', async () => {
    const fake = new FakeProvider().answer(json(400, { errors: [{ field: 'personalizations.0.to.0.email' }] }));
    expect(await fake.channels(sendGrid).send(messageTo(to))).toMatchObject({ kind: 'failed', address: 'invalid' });
  });
});

describe('Resend', () => {
  it('[Z11] gets the mail once, however often it is tried', async () => {
    const fake = new FakeProvider().answer(json(409, { name: 'concurrent_idempotent_requests' }), json(200, { id: 're1' }));
    const channels = fake.channels(resend);
    expect(await channels.send(messageTo(to))).toMatchObject({ kind: 'retry' });
    expect(await channels.send(messageTo(to))).toEqual({ kind: 'sent', providerId: 're1' });
    expect(fake.sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual([reference.deliveryId, reference.deliveryId]);
    const { url, json: body } = fake.last;
    expect(url).toBe('https://api.resend.com/emails');
    expect(body).toMatchObject({
      from: shared.MAIL_FROM,
      to: ['aoi@mail.example'],
      subject: alert.title,
      tags: [{ name: 'ref' }],
    });
  });

  it('[Z11] gets no reference that it would refuse', async () => {
    const fake = new FakeProvider().answer(json(200, { id: 're1' }));
    await fake.channels(resend).send({ ...messageTo(to), person: '葵'.repeat(128) });
    expect(fake.last.json).not.toHaveProperty('tags');
  });

  it('[Z13] a recipient that is refused is a dead address', async () => {
    const error = { name: 'validation_error', message: 'Invalid `to` field.' };
    const fake = new FakeProvider().answer(json(422, error));
    expect(await fake.channels(resend).send(messageTo(to))).toEqual({
      kind: 'failed',
      reason: 'answered 422 validation_error',
      address: 'invalid',
    });
  });
});

describe('SES', () => {
  it('[Z11] gets the mail signed by Signature Version 4', async () => {
    const fake = new FakeProvider().answer(json(200, { MessageId: 'ses1' }));
    expect(await fake.channels(ses).send(messageTo(to))).toEqual({ kind: 'sent', providerId: 'ses1' });
    const { url, headers, json: body } = fake.last;
    expect(url).toBe('https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails');
    expect(headers.get('x-amz-date')).toBe('20260506T120000Z');
    expect(headers.get('authorization')).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20260506\/eu-west-1\/ses\/aws4_request, SignedHeaders=[a-z;-]*host[a-z;-]*, Signature=[0-9a-f]{64}$/,
    );
    expect(body).toMatchObject({
      FromEmailAddress: shared.MAIL_FROM,
      Destination: { ToAddresses: ['aoi@mail.example'] },
      Content: { Simple: { Subject: { Data: alert.title, Charset: 'UTF-8' } } },
      EmailTags: [{ Name: 'ref' }],
      ConfigurationSetName: 'trips',
    });
  });

  it.each([
    ['MessageRejected', 'failed'],
    ['SendingPausedException', 'retry'],
  ])('[Z13] %s: %s', async (error, kind) => {
    const fake = new FakeProvider().answer(json(400, {}, { 'x-amzn-errortype': `${error}:http://internal.amazon.com/` }));
    expect(await fake.channels(ses).send(messageTo(to))).toMatchObject({ kind });
  });
});

describe('every mail', () => {
  it.each([sendGrid, resend, ses])('[Z12] waits when the key is refused: $MAIL_PROVIDER', async (bindings) => {
    const fake = new FakeProvider().answer(json(403, {}));
    expect(await fake.channels(bindings).send(messageTo(to))).toMatchObject({ kind: 'retry' });
  });

  it('is never silent', async () => {
    const fake = new FakeProvider();
    expect(await fake.channels(resend).send(messageTo(to, refresh))).toMatchObject({ kind: 'failed', address: null });
    expect(fake.sent).toEqual([]);
  });

  it('[Z18] escapes what it is made of, links only to the web, and says the same in plain text', async () => {
    const fake = new FakeProvider().answer(json(200, { id: 're1' }));
    const hostile = {
      ...alert,
      body: '"><script>alert(1)</script>',
      image: 'javascript:alert(1)',
      actions: [
        { ...alert.actions[0], label: '<b>See</b>', url: 'javascript:alert(1)' },
        { ...alert.actions[0], label: 'Map', url: 'https://maps.example/?a="b"&c' },
      ] as typeof alert.actions,
    };
    await fake.channels(resend).send(messageTo(to, hostile));
    const { html, text } = fake.last.json as { html: string; text: string };
    expect(html).not.toMatch(/<script|<b>|javascript:|<ryokan>|<img/);
    expect(html).toContain('href="https://maps.example/?a=%22b%22&#38;c"');
    expect(html).toContain('href="https://trips.example/inbox?notification=1"');
    expect(text).toContain('"><script>alert(1)</script>');
    expect(text).toMatch(/Unsubscribe: https:\/\/trips\.example\/v1\/inbox\/unsubscribe\?token=/);
  });

  it('[Z18] has no links when nobody has said where they lead', async () => {
    const fake = new FakeProvider().answer(json(200, { id: 're1' }));
    await fake.channels({ ...resend, APP_URL: '' }).send(messageTo(to));
    const { html, headers } = fake.last.json as { html: string; headers: Record<string, string> };
    expect(html).not.toContain('href=');
    expect(headers).toEqual({});
  });

  it('[Z18] is in the language of its person', async () => {
    const fake = new FakeProvider().answer(json(200, { id: 're1' }));
    await fake.channels(resend).send(messageTo(to, { ...alert, language: 'ja' }));
    const { html } = fake.last.json as { html: string };
    expect(html).toContain('<html lang="ja">');
    expect(html).toContain('TripTripで開く');
  });
});
