import { Hono } from 'hono';
import { html } from 'hono/html';
import { isDevelopment } from '../auth/settings';
import { findInOutbox, readOutbox } from '../db/dev-outbox';
import type { OutboxEntry } from '../inbox/channels/outbox-entry';
import type { AppEnv } from './app-env';
import { type PageLanguage, pageLanguage, plainPage } from './plain-page';
import { Refused } from './problems';

const words = {
  en: {
    title: 'Outbox',
    lead: 'What this development server would have sent, had a provider been configured. The newest 100, newest first.',
    empty: 'Nothing yet. Send a notification to somebody with a mailbox, a phone number or a phone.',
    to: 'to',
    mail: 'See the mail',
    untitled: 'Silent push',
    kinds: { web_push: 'Web push', fcm: 'Push (FCM)', apns: 'Push (APNs)', email: 'Mail', sms: 'SMS' },
  },
  ja: {
    title: '送信箱',
    lead: '送信サービスが設定されていれば送られていたメッセージです。新しい順に100件まで表示します。',
    empty: 'まだありません。メールアドレス、電話番号、またはスマートフォンを登録した人に通知を送ってください。',
    to: '宛先',
    mail: 'メールを表示',
    untitled: '表示のないプッシュ',
    kinds: { web_push: 'Webプッシュ', fcm: 'プッシュ（FCM）', apns: 'プッシュ（APNs）', email: 'メール', sms: 'SMS' },
  },
} as const;

/** What a development server would have sent. Elsewhere it is not there at all. */
export const devOutboxRoutes = new Hono<AppEnv>();

devOutboxRoutes.use('/dev/*', async (c, next) => {
  if (!isDevelopment(c.env)) throw new Refused({ code: 'not-found' });
  await next();
});

devOutboxRoutes.get('/dev/outbox', async (c) => {
  const language = pageLanguage(c);
  const entries = await readOutbox(c.env.DB);
  const { title, lead, empty } = words[language];
  const list = html`<ol>${entries.map((entry) => itemOf(entry, language))}</ol>`;
  return plainPage(c, { language, title, body: html`<p>${lead}</p>\n${entries.length === 0 ? html`<p>${empty}</p>` : list}` });
});

devOutboxRoutes.get('/dev/outbox/:id/mail', async (c) => {
  const entry = await findInOutbox(c.env.DB, c.req.param('id'));
  if (entry === null || entry.html === null) throw new Refused({ code: 'not-found' });
  return c.html(entry.html);
});

function itemOf({ deliveryId, kind, person, address, subject, text, html: mail, atMs }: OutboxEntry, language: PageLanguage) {
  const { to, mail: see, untitled, kinds } = words[language];
  const at = new Date(atMs).toISOString();
  return html`
<li><article>
<h2>${subject === '' ? untitled : subject}</h2>
<p class="facts">${kinds[kind]} · ${to} ${address} (${person}) · <time datetime="${at}">${at.slice(0, 19).replace('T', ' ')} UTC</time></p>
<pre>${text}</pre>
${mail === null ? '' : html`<a href="/dev/outbox/${encodeURIComponent(deliveryId)}/mail">${see}</a>`}
</article></li>`;
}
