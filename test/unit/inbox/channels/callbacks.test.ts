import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import type { CallbackVerdict, ProviderCallback } from '../../../../src/inbox/channels/callbacks/callback';
import { readResend } from '../../../../src/inbox/channels/callbacks/resend';
import { readSendGrid } from '../../../../src/inbox/channels/callbacks/sendgrid';
import { readSes } from '../../../../src/inbox/channels/callbacks/ses';
import { readTwilio } from '../../../../src/inbox/channels/callbacks/twilio';
import { certificateOf } from './certificate';
import { nowMs } from './fake-provider';

function callback(
  body: string,
  headers: Record<string, string> = {},
  url = 'https://trips.example/v1/webhooks/providers/x',
): ProviderCallback {
  return { url, body, nowMs, header: (name) => headers[name.toLowerCase()] };
}

function outcomesOf(verdict: CallbackVerdict): unknown[] {
  return verdict.kind === 'reports' ? verdict.reports.map(({ ref, outcome }) => [ref, outcome]) : [verdict.kind];
}

const refused = { kind: 'refused', reason: 'no-matching-signature' };

describe('Twilio', () => {
  const token = 'auth-token';
  const url = 'https://trips.example/v1/webhooks/providers/twilio?ref=r1';

  function signed(fields: Record<string, string>, address = url): ProviderCallback {
    const text = Object.keys(fields)
      .sort()
      .map((name) => name + fields[name])
      .join('');
    const signature = createHmac('sha1', token)
      .update(address + text)
      .digest('base64');
    return callback(new URLSearchParams(fields).toString(), { 'x-twilio-signature': signature }, address);
  }

  it("[Z20] signs as Twilio's documentation shows", async () => {
    const fields = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675309',
      Digits: '1234',
      From: '+14158675309',
      To: '+18005551212',
    };
    const headers = { 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' };
    const example = callback(new URLSearchParams(fields).toString(), headers, 'https://mycompany.com/myapp.php?foo=1&bar=2');
    expect(await readTwilio(example, '12345')).toEqual({ kind: 'reports', reports: [] });
  });

  it.each([
    [{ MessageStatus: 'delivered' }, [['r1', 'delivered']]],
    [{ MessageStatus: 'read' }, [['r1', 'opened']]],
    [{ MessageStatus: 'undelivered', ErrorCode: '30003' }, [['r1', 'failed']]],
    [{ MessageStatus: 'undelivered', ErrorCode: '30005' }, [['r1', 'bounced']]],
    [{ MessageStatus: 'failed', ErrorCode: '21610' }, [['r1', 'opted-out']]],
    [{ MessageStatus: 'sent' }, []],
  ])('[Z20] %j: %j', async (fields, outcomes) => {
    expect(outcomesOf(await readTwilio(signed({ MessageSid: 'SM1', ...fields }), token))).toEqual(outcomes);
  });

  it('[Z20] is refused with another token, another address, another field or no signature', async () => {
    const good = signed({ MessageStatus: 'delivered' });
    expect(await readTwilio(good, 'other')).toEqual(refused);
    expect(await readTwilio({ ...good, url: url.replace('r1', 'r2') }, token)).toEqual(refused);
    expect(await readTwilio({ ...good, body: 'MessageStatus=read' }, token)).toEqual(refused);
    expect(await readTwilio({ ...good, header: () => undefined }, token)).toEqual(refused);
  });
});

describe('SendGrid', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = Buffer.from(publicKey.export({ type: 'spki', format: 'der' }) as Uint8Array).toString('base64');

  function signed(events: unknown): ProviderCallback {
    const body = JSON.stringify(events);
    const signature = createSign('SHA256').update(`1778068800${body}`).sign(privateKey, 'base64');
    const prefix = 'x-twilio-email-event-webhook';
    return callback(body, { [`${prefix}-signature`]: signature, [`${prefix}-timestamp`]: '1778068800' });
  }

  it('[Z20] tells what became of each mail', async () => {
    const events = [
      { event: 'processed', ref: 'r0' },
      { event: 'delivered', ref: 'r1', timestamp: 1_778_068_799 },
      { event: 'open', ref: 'r2' },
      { event: 'bounce', type: 'bounce', ref: 'r3', reason: '550 no such user' },
      { event: 'bounce', type: 'blocked', ref: 'r4' },
      { event: 'dropped', reason: 'Bounced Address', ref: 'r5' },
      { event: 'dropped', reason: 'Unsubscribed Address', ref: 'r6' },
      { event: 'dropped', reason: 'Spam Content', ref: 'r7' },
      { event: 'spamreport', ref: 'r8' },
      { event: 'delivered' },
      null,
    ];
    const verdict = await readSendGrid(signed(events), key);
    expect(outcomesOf(verdict)).toEqual([
      ['r1', 'delivered'],
      ['r2', 'opened'],
      ['r3', 'bounced'],
      ['r4', 'failed'],
      ['r5', 'bounced'],
      ['r6', 'opted-out'],
      ['r7', 'failed'],
      ['r8', 'opted-out'],
    ]);
    expect(verdict).toMatchObject({ reports: { 0: { atMs: 1_778_068_799_000 }, 2: { detail: '550 no such user' } } });
  });

  it('[Z20] verifies every signature, however long its two numbers are', async () => {
    for (let count = 0; count < 64; count++) {
      expect(await readSendGrid(signed([{ event: 'delivered', ref: `r${count}` }]), key)).toMatchObject({ kind: 'reports' });
    }
  });

  it.each(['', 'AAAA', 'no base64', btoa('\x30\x04\x02\x01\x01\x02'), btoa(`\x30\x46\x02\x21${'\x01'.repeat(68)}`)])(
    '[Z20] is refused with the signature %j',
    async (signature) => {
      const header = (name: string) => (name.endsWith('signature') ? signature : '1778068800');
      expect(await readSendGrid({ ...signed([]), header }, key)).toEqual(refused);
    },
  );

  it('[Z20] is refused when the body is another one', async () => {
    expect(await readSendGrid({ ...signed([]), body: '[{}]' }, key)).toEqual(refused);
  });
});

describe('Resend', () => {
  const secret = `whsec_${btoa('thirty-two-bytes-of-a-good-secret')}`;

  function signed(event: unknown, sentAtMs = nowMs): ProviderCallback {
    const body = JSON.stringify(event);
    const signature = new Webhook(secret).sign('msg_1', new Date(sentAtMs), body);
    return callback(body, { 'svix-id': 'msg_1', 'svix-timestamp': String(sentAtMs / 1000), 'svix-signature': signature });
  }

  it.each([
    ['email.delivered', {}, [['r1', 'delivered']]],
    ['email.opened', {}, [['r1', 'opened']]],
    ['email.bounced', { bounce: { type: 'Permanent', subType: 'General' } }, [['r1', 'bounced']]],
    ['email.bounced', { bounce: { type: 'Transient' } }, [['r1', 'failed']]],
    ['email.complained', {}, [['r1', 'opted-out']]],
    ['email.sent', {}, []],
  ])('[Z20] %s %j: %j', async (type, data, outcomes) => {
    for (const tags of [{ ref: 'r1' }, [{ name: 'ref', value: 'r1' }]]) {
      expect(outcomesOf(await readResend(signed({ type, data: { ...data, tags } }), secret))).toEqual(outcomes);
    }
  });

  it('[Z20] is refused when the signature is old, or not of this body', async () => {
    const event = { type: 'email.delivered', data: { tags: { ref: 'r1' } } };
    expect(await readResend(signed(event, nowMs - 301_000), secret)).toMatchObject({ kind: 'refused' });
    expect(await readResend({ ...signed(event), body: '{}' }, secret)).toMatchObject({ kind: 'refused' });
  });
});

describe('SES', () => {
  const topic = 'arn:aws:sns:eu-west-1:1:mails';
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificateUrl = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem';

  type Message = Record<string, string>;

  function signed(
    message: Message,
    { version = '2', key = privateKey }: { version?: string; key?: KeyObject } = {},
  ): ProviderCallback {
    const whole: Message = {
      Type: 'Notification',
      MessageId: 'm1',
      TopicArn: topic,
      Timestamp: '2026-05-06T12:00:00Z',
      ...message,
    };
    const names = ['Message', 'MessageId', 'SubscribeURL', 'Subject', 'Timestamp', 'Token', 'TopicArn', 'Type'];
    const text = names
      .filter((name) => name in whole)
      .map((name) => `${name}\n${whole[name]}\n`)
      .join('');
    const signature = createSign(version === '2' ? 'SHA256' : 'SHA1')
      .update(text)
      .sign(key, 'base64');
    return callback(
      JSON.stringify({ SigningCertURL: certificateUrl, ...whole, SignatureVersion: version, Signature: signature }),
    );
  }

  const asked: string[] = [];
  const fetch = async (url: string): Promise<Response> => {
    asked.push(url);
    return new Response(certificateOf(publicKey));
  };

  function event(eventType: string, more: object = {}): string {
    return JSON.stringify({ eventType, mail: { timestamp: '2026-05-06T11:59:00Z', tags: { ref: ['r1'] } }, ...more });
  }

  it.each([
    [event('Delivery'), [['r1', 'delivered']]],
    [event('Open'), [['r1', 'opened']]],
    [event('Bounce', { bounce: { bounceType: 'Permanent' } }), [['r1', 'bounced']]],
    [event('Bounce', { bounce: { bounceType: 'Transient' } }), [['r1', 'failed']]],
    [event('Complaint'), [['r1', 'opted-out']]],
    [event('Send'), []],
    [JSON.stringify({ eventType: 'Delivery', mail: {} }), []],
    ['not JSON', []],
  ])('[Z20] %s: %j', async (text, outcomes) => {
    for (const version of ['1', '2']) {
      const message = signed({ Message: text, Subject: 'Amazon SES' }, { version });
      expect(outcomesOf(await readSes(message, topic, fetch))).toEqual(outcomes);
    }
  });

  it('[Z20] a subscription is confirmed at Amazon and nowhere else', async () => {
    const subscription = (url: string) =>
      signed({ Type: 'SubscriptionConfirmation', Message: 'Hello', Token: 't', SubscribeURL: url });
    const url = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription';
    expect(await readSes(subscription(url), topic, fetch)).toEqual({ kind: 'confirm', url });
    expect(await readSes(subscription('https://10.0.0.1/'), topic, fetch)).toMatchObject({ kind: 'refused' });
  });

  it('[Z20] is refused with the signature of somebody else, or a topic of somebody else', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    expect(await readSes(signed({ Message: event('Delivery') }, { key: other }), topic, fetch)).toEqual(refused);
    expect(await readSes(signed({ Message: event('Delivery'), TopicArn: `${topic}2` }), topic, fetch)).toMatchObject({
      kind: 'refused',
    });
  });

  it.each([
    'https://sns.eu-west-1.amazonaws.com.evil.example/cert.pem',
    'https://evil.example/sns.eu-west-1.amazonaws.com/cert.pem',
    'https://me@sns.eu-west-1.amazonaws.com/cert.pem',
    'http://sns.eu-west-1.amazonaws.com/cert.pem',
    'https://bucket.s3.amazonaws.com/cert.pem',
  ])('[Z20] asks nobody but Amazon for the certificate: %s', async (url) => {
    asked.length = 0;
    expect(await readSes(signed({ Message: event('Delivery'), SigningCertURL: url }), topic, fetch)).toEqual(refused);
    expect(asked).toEqual([]);
  });
});
