import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { html } from 'hono/html';
import { readReference } from '../protocol/delivery-reference';
import { given } from '../settings';
import type { AppEnv } from './app-env';
import { type PageLanguage, pageLanguage, plainPage } from './plain-page';
import { problems } from './problem-schemas';
import { reportToInbox } from './provider-reports';
import { intakeAddressLimit } from './rate-limits';

const words = {
  en: {
    ask: 'Stop these mails?',
    askLead: 'This address will get no more notifications by mail. You can register it again in the settings of TripTrip.',
    stop: 'Unsubscribe',
    done: 'You are unsubscribed',
    doneLead: 'This address gets no more notifications by mail.',
    none: 'This link does not work',
    noneLead: 'It is incomplete or too old. You can switch mails off in the settings of TripTrip.',
  },
  ja: {
    ask: 'メールの配信を停止しますか？',
    askLead: 'このアドレスに通知メールが届かなくなります。TripTripの設定でもう一度登録できます。',
    stop: '配信を停止する',
    done: '配信を停止しました',
    doneLead: 'このアドレスに通知メールは届きません。',
    none: 'このリンクは使えません',
    noneLead: 'リンクが不完全か、古くなっています。TripTripの設定でメールをオフにできます。',
  },
} as const;

const query = z.object({ token: z.string().max(1_024).openapi({ description: 'From the mail.' }) });
const page = { 'text/html': { schema: z.string() } };
const shared = {
  path: '/v1/inbox/unsubscribe',
  tags: ['inbox'],
  middleware: intakeAddressLimit,
  security: [],
  request: { query },
};

const ask = createRoute({
  ...shared,
  method: 'get',
  summary: 'The page behind the link in a mail: it asks, and changes nothing, because mail programs open links by themselves',
  responses: {
    200: { description: 'A page with a button.', content: page },
    404: { description: 'A page: the link was not made here.', content: page },
    ...problems('rate-limited', 'invalid', 'internal'),
  },
});

const unsubscribe = createRoute({
  ...shared,
  method: 'post',
  summary: 'End mails to an address: one click in a mail program (RFC 8058), or the button of the page',
  responses: {
    200: { description: 'A page: it is done. Again it is harmless.', content: page },
    404: { description: 'A page: the link was not made here, or its mail is too old.', content: page },
    ...problems('rate-limited', 'invalid', 'unavailable', 'internal'),
  },
});

/** The link at the end of each mail. */
export const unsubscribeRoutes = new OpenAPIHono<AppEnv>();

unsubscribeRoutes.openapi(ask, async (c) => {
  const language = pageLanguage(c);
  if ((await referenceOf(c, c.req.valid('query').token)) === null) return nothing(c, language);
  const { ask: title, askLead, stop } = words[language];
  return plainPage(c, { language, title, body: html`<p>${askLead}</p>\n<form method="post"><button>${stop}</button></form>` });
});

unsubscribeRoutes.openapi(unsubscribe, async (c) => {
  const language = pageLanguage(c);
  const reference = await referenceOf(c, c.req.valid('query').token);
  if (reference === null) return nothing(c, language);
  const known = await reportToInbox(c.env, reference, { outcome: 'opted-out', detail: 'unsubscribe', atMs: Date.now() });
  if (!known) return nothing(c, language);
  const { done: title, doneLead } = words[language];
  return plainPage(c, { language, title, body: html`<p>${doneLead}</p>` });
});

function referenceOf(c: Context<AppEnv>, token: string) {
  const secret = given(c.env.LINK_SECRET);
  return secret === null ? null : readReference(secret, 'unsubscribe', token);
}

function nothing(c: Context<AppEnv>, language: PageLanguage) {
  const { none: title, noneLead } = words[language];
  return plainPage(c, { language, title, body: html`<p>${noneLead}</p>` }, 404);
}
