import { env, exports } from 'cloudflare:workers';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writeOutbox } from '../../src/db/dev-outbox';
import type { OutboxEntry } from '../../src/inbox/channels/outbox-entry';
import { signReference } from '../../src/protocol/delivery-reference';
import { verificationLimits as limits } from '../../src/protocol/limits';
import { createApp } from '../../src/routes/app';
import { type Caller, newCaller } from '../support/workers-caller';
import { passTime, stopClock } from '../support/workers-document';

// vitest.config.ts gives the Worker both.
const linkSecret = env.LINK_SECRET as string;
const resendSecret: string = env.RESEND_WEBHOOK_SECRET as string;

afterEach(() => {
  vi.useRealTimers();
});

/** Asks the Worker for a page, or for what a mail program or a provider would. */
function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return exports.default.fetch(new Request(`https://trips.example${path}`, init));
}

/** Asks a Worker whose secrets were pasted with the end of their line. */
async function askPasted(path: string, init: RequestInit = {}): Promise<Response> {
  const pasted = { LINK_SECRET: `${linkSecret}\n`, RESEND_WEBHOOK_SECRET: `${resendSecret}\n` };
  return createApp().request(`https://trips.example${path}`, init, { ...env, ...pasted });
}

/** Somebody with a mailbox, and what the outbox has of the test mail that they sent themselves. */
async function withMail(name: string): Promise<{ person: Caller; mail: OutboxEntry }> {
  const person = await newCaller(name);
  const email = `${person.id}@mail.example`;
  const device = await person.call('PUT', '/v1/inbox/devices/mailbox', { kind: 'email', label: 'Mail', email });
  expect([device.status, device.body.state]).toEqual([200, 'unverified']);
  const [, code] = /Your code is ([0-9]{6})/.exec((await mailsTo(person, 1))[0]?.subject ?? '') ?? [];
  const verified = await person.call('POST', '/v1/inbox/devices/mailbox/verify', { code });
  expect([verified.status, verified.body.state]).toEqual([200, 'active']);
  expect((await person.call('POST', '/v1/inbox/test', { channel: 'email' })).status).toBe(202);
  const [, mail] = await mailsTo(person, 2);
  return { person, mail: mail as OutboxEntry };
}

/** What would have gone to somebody, oldest first, once there is so much of it. */
function mailsTo(person: Caller, count: number): Promise<OutboxEntry[]> {
  return vi.waitFor(async () => {
    const { results } = await env.DB.prepare(
      'SELECT *, delivery_id AS deliveryId FROM dev_outbox WHERE person = ?1 ORDER BY rowid',
    )
      .bind(person.id)
      .all<OutboxEntry>();
    if (results.length < count) throw new Error('not there yet');
    return results;
  });
}

async function stateOfMailbox(person: Caller): Promise<unknown> {
  const { body } = await person.call('GET', '/v1/inbox/devices');
  return (body.devices as { id: string; state: string }[]).find(({ id }) => id === 'mailbox')?.state;
}

describe('the outbox of development', () => {
  it('[Z14] shows what would have gone, without running anything of it', async () => {
    const { person, mail } = await withMail('Aoi');
    const page = await ask('/dev/outbox', { headers: { 'accept-language': 'ja-JP,en;q=0.5' } });
    expect(page.headers.get('content-language')).toBe('ja');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await page.text();
    expect(text).toContain('<html lang="ja">');
    expect(text).toContain(`${person.id}@mail.example`);
    const shown = await ask(`/dev/outbox/${mail.deliveryId}/mail`);
    expect(shown.headers.get('content-security-policy')).toMatch(/sandbox/);
    expect(await shown.text()).toBe(mail.html);
    expect((await ask('/dev/outbox/none/mail')).status).toBe(404);
  });

  it('[Z14] escapes texts, and keeps the newest 100', async () => {
    const entry: OutboxEntry = {
      deliveryId: 'hostile',
      person: 'p',
      kind: 'sms',
      address: '<script>alert(1)</script>',
      subject: '<img src=x onerror=alert(1)>',
      text: '</pre><script>alert(1)</script>',
      html: null,
      atMs: Date.now() + 60_000,
    };
    for (let at = 0; at < 105; at++) await writeOutbox(env.DB, { ...entry, deliveryId: `hostile-${at}`, atMs: entry.atMs + at });
    const text = await (await ask('/dev/outbox')).text();
    expect(text).not.toMatch(/<script|<img/);
    expect(text.match(/<article>/g)).toHaveLength(100);
    await env.DB.prepare('DELETE FROM dev_outbox').run();
    expect(await (await ask('/dev/outbox')).text()).toContain('Nothing yet.');
  });
});

describe('the link at the end of a mail', () => {
  it('[Z19] asks first, and then ends mails to the address', async () => {
    const { person, mail } = await withMail('Ben');
    const token = await signReference(linkSecret, 'unsubscribe', { person: person.id, deliveryId: mail.deliveryId });
    expect(mail.text).toContain(`/v1/inbox/unsubscribe?token=${token}`);
    const path = `/v1/inbox/unsubscribe?token=${token}`;
    const page = await ask(path);
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self'");
    expect(await page.text()).toContain('<form method="post">');
    expect(await stateOfMailbox(person)).toBe('active');
    const oneClick = {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    };
    for (let click = 0; click < 2; click++) expect((await ask(path, oneClick)).status).toBe(200);
    expect(await stateOfMailbox(person)).toBe('opted_out');
  });

  it('[Z19] is known under the secret that it was signed with, whatever stands around that', async () => {
    const { person, mail } = await withMail('Fay');
    const token = await signReference(linkSecret, 'unsubscribe', { person: person.id, deliveryId: mail.deliveryId });
    expect((await askPasted(`/v1/inbox/unsubscribe?token=${token}`)).status).toBe(200);
  });

  it('[Z19] of somebody else, or made for something else, changes nothing', async () => {
    const { person, mail } = await withMail('Cho');
    const reference = { person: person.id, deliveryId: mail.deliveryId };
    const tokens = [
      await signReference(linkSecret, 'callback', reference),
      await signReference('another secret of 32 characters!', 'unsubscribe', reference),
      'none',
    ];
    for (const token of tokens) {
      expect((await ask(`/v1/inbox/unsubscribe?token=${token}`)).status).toBe(404);
      expect((await ask(`/v1/inbox/unsubscribe?token=${token}`, { method: 'POST' })).status).toBe(404);
    }
    expect(await stateOfMailbox(person)).toBe('active');
  });
});

describe('a mailbox that is not its person’s yet', () => {
  it('[M14] gets one mail: a code, with no link; wrong ones and other addresses are told apart', async () => {
    const fay = await newCaller('Fay');
    const put = { kind: 'email', label: 'Mail', email: `${fay.id}@mail.example` };
    await fay.call('PUT', '/v1/inbox/devices/mailbox', put);
    const [mail] = await mailsTo(fay, 1);
    expect(`${mail?.text}${mail?.html}`).not.toMatch(/https?:|unsubscribe/i);
    expect(mail?.text).toContain('somebody entered this address');
    const at = '/v1/inbox/devices/mailbox';
    const wrong = await fay.call('POST', `${at}/verify`, { code: 'none' });
    expect([wrong.status, wrong.body]).toMatchObject([422, { code: 'wrong-code', tries_left: 4 }]);
    expect((await fay.call('POST', '/v1/inbox/devices/other/verify', { code: '1' })).status).toBe(404);
    expect((await fay.call('GET', '/v1/inbox/devices')).body).toMatchObject({
      devices: [{ state: 'unverified', verification: { failure: 'unconfigured' } }],
    });
    // It did not go, so nobody waits for the next one.
    expect((await fay.call('POST', `${at}/code`)).status).toBe(200);
    await mailsTo(fay, 2);
  });

  it('[M14] gets so many codes an hour, whoever asks for them', async () => {
    const address = `${crypto.randomUUID()}@mail.example`;
    const ask = async (email: string) => {
      const who = await newCaller('Gil');
      return { who, answer: await who.call('PUT', '/v1/inbox/devices/mailbox', { kind: 'email', label: 'Mail', email }) };
    };
    const first = await ask(address);
    for (let sent = 1; sent < limits.maxCodesPerAddress; sent++) expect((await ask(address)).answer.status).toBe(200);
    const { answer, who } = await ask(address.toUpperCase());
    expect([answer.status, answer.body.code]).toEqual([429, 'rate-limited']);
    const retryAfter = Number(answer.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(limits.codesPerAddressMs / 1000 - 60);
    expect(retryAfter).toBeLessThanOrEqual(limits.codesPerAddressMs / 1000);
    expect((await who.call('GET', '/v1/inbox/devices')).body.devices).toEqual([]);
    // It could not be sent here, so nothing but the count of the address is in the way of another one.
    await mailsTo(first.who, 1);
    expect((await first.who.call('POST', '/v1/inbox/devices/mailbox/code')).status).toBe(429);
    expect((await ask(`other-${address}`)).answer.status).toBe(200);
    stopClock();
    passTime(limits.codesPerAddressMs);
    expect((await ask(address)).answer.status).toBe(200);
  });
});

describe('what a provider reports', () => {
  function reported(event: object, secret = resendSecret, asked = ask): Promise<Response> {
    const body = JSON.stringify(event);
    const at = new Date();
    const headers = {
      'content-type': 'application/json',
      'svix-id': 'msg_1',
      'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
      'svix-signature': new Webhook(secret).sign('msg_1', at, body),
    };
    return asked('/v1/webhooks/providers/resend', { method: 'POST', headers, body });
  }

  it('[Z20] reaches the inbox of the person whom the message was for, and again changes nothing', async () => {
    const { person, mail } = await withMail('Dan');
    const ref = await signReference(linkSecret, 'callback', { person: person.id, deliveryId: mail.deliveryId });
    const bounced = { type: 'email.bounced', data: { bounce: { type: 'Permanent' }, tags: { ref } } };
    for (let time = 0; time < 2; time++) expect((await reported(bounced)).status).toBe(204);
    expect(await stateOfMailbox(person)).toBe('invalid');
  });

  it('[Z20] is known under the secrets that were configured, whatever stands around them', async () => {
    const { person, mail } = await withMail('Gus');
    const ref = await signReference(linkSecret, 'callback', { person: person.id, deliveryId: mail.deliveryId });
    const bounced = { type: 'email.bounced', data: { bounce: { type: 'Permanent' }, tags: { ref } } };
    expect((await reported(bounced, resendSecret, askPasted)).status).toBe(204);
    expect(await stateOfMailbox(person)).toBe('invalid');
  });

  it('[M14] [Z20] of a code that came back is told of the mailbox', async () => {
    const hana = await newCaller('Hana');
    const put = { kind: 'email', label: 'Mail', email: `${hana.id}@mail.example` };
    await hana.call('PUT', '/v1/inbox/devices/mailbox', put);
    const [mail] = await mailsTo(hana, 1);
    const ref = await signReference(linkSecret, 'callback', { person: hana.id, deliveryId: mail?.deliveryId ?? '' });
    expect((await reported({ type: 'email.bounced', data: { bounce: { type: 'Permanent' }, tags: { ref } } })).status).toBe(204);
    expect((await hana.call('GET', '/v1/inbox/devices')).body).toMatchObject({
      devices: [{ state: 'unverified', verification: { failure: 'bounced' } }],
    });
  });

  it('[Z20] is refused without a signature that is right, and has no effect with a reference that is not ours', async () => {
    const { person, mail } = await withMail('Eli');
    const ref = await signReference(linkSecret, 'unsubscribe', { person: person.id, deliveryId: mail.deliveryId });
    const bounced = { type: 'email.bounced', data: { bounce: { type: 'Permanent' }, tags: { ref } } };
    const forged = await reported(bounced, `whsec_${btoa('another secret of thirty-two byte')}`);
    expect([forged.status, await forged.json()]).toMatchObject([401, { code: 'bad-signature' }]);
    expect((await reported(bounced)).status).toBe(204);
    expect(await stateOfMailbox(person)).toBe('active');
  });

  it('[Z20] is nowhere for a provider that is not configured, and for one that there is not', async () => {
    for (const provider of ['twilio', 'sendgrid', 'ses', 'nobody']) {
      const answer = await ask(`/v1/webhooks/providers/${provider}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      expect(answer.status, provider).toBe(404);
    }
  });
});

describe('the key of web push', () => {
  it('[Z15] is told to who is signed in; null when there is none', async () => {
    const aoi = await newCaller('Aoi');
    expect((await aoi.call('GET', '/v1/inbox/push-key')).body).toEqual({ public_key: null });
    expect((await ask('/v1/inbox/push-key')).status).toBe(401);
  });
});
