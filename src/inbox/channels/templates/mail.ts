import type { MessageContent } from '../channel';
import { type Html, html } from './html';
import { linkTo } from './links';

/** A notification as a mail. */
export interface Mail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where links of messages lead. */
export interface MailLinks {
  /** Origin of the app; null when nobody has configured it: then a mail has no links. */
  readonly appUrl: string | null;
  /** Ends mails to this address with one click; null when links cannot be signed. */
  readonly unsubscribeUrl: string | null;
}

type Alert = Extract<MessageContent, { kind: 'alert' }>;

const words = {
  en: {
    open: 'Open in TripTrip',
    why: 'You get this mail because of your notification settings.',
    whyCode: 'You get this mail because somebody entered this address in TripTrip.',
    stop: 'Unsubscribe',
  },
  ja: {
    open: 'TripTripで開く',
    why: '通知設定により、このメールをお送りしています。',
    whyCode: 'TripTripでこのアドレスが入力されたため、このメールをお送りしています。',
    stop: '配信を停止する',
  },
} as const;

/** The mail of a notification: HTML, plain text, and the headers by which a mail program offers to unsubscribe (RFC 8058). */
export function mailOf(content: Alert, { appUrl, unsubscribeUrl }: MailLinks): Mail {
  const buttons = buttonsOf(content, appUrl);
  return {
    subject: content.title,
    html: page(content, buttons, linkTo(content.image ?? '', null), unsubscribeUrl).source,
    text: plain(content, buttons, unsubscribeUrl),
    headers:
      unsubscribeUrl === null
        ? {}
        : { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  };
}

interface Button {
  readonly label: string;
  readonly url: string;
}

/** What can be pressed in a mail: the way into the app, and those actions that lead somewhere. The others need the app. */
function buttonsOf({ url, actions, language }: Alert, appUrl: string | null): Button[] {
  const offered = [
    { label: words[language].open, url: appUrl === null ? null : linkTo(url, appUrl) },
    ...actions.map((action) => ({ label: action.label, url: action.url === null ? null : linkTo(action.url, appUrl) })),
  ];
  return offered.filter((button): button is Button => button.url !== null);
}

function reasonOf({ language, isCode }: Alert): string {
  return isCode ? words[language].whyCode : words[language].why;
}

function plain(content: Alert, buttons: readonly Button[], unsubscribeUrl: string | null): string {
  const { title, body, language } = content;
  const why = reasonOf(content);
  const { stop } = words[language];
  const parts = [title, body, ...buttons.map(({ label, url }) => `${label}: ${url}`)].filter((part) => part !== '');
  const end = unsubscribeUrl === null ? why : `${why}\n${stop}: ${unsubscribeUrl}`;
  return `${parts.join('\n\n')}\n\n-- \n${end}\n`;
}

function page(content: Alert, buttons: readonly Button[], image: string | null, unsubscribeUrl: string | null): Html {
  const { title, body, language } = content;
  const why = reasonOf(content);
  const { stop } = words[language];
  const font = "font-family:system-ui,-apple-system,'Segoe UI','Hiragino Sans','Noto Sans JP',sans-serif";
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
</head>
<body style="margin:0;padding:24px;${font};font-size:16px;line-height:1.6">
<main style="max-width:560px;margin:0 auto">
<h1 style="font-size:20px;line-height:1.4;margin:0 0 12px">${title}</h1>
${body === '' ? null : html`<p style="margin:0 0 20px;white-space:pre-line">${body}</p>`}
${image === null ? null : html`<p style="margin:0 0 20px"><img src="${image}" alt="" width="560" style="max-width:100%;height:auto;border-radius:12px"></p>`}
${buttons.map(({ label, url }) => html`<p style="margin:0 0 12px"><a href="${url}" style="display:inline-block;padding:10px 20px;border-radius:10px;background:#115e59;color:#ffffff;text-decoration:none">${label}</a></p>\n`)}
<p style="margin:28px 0 0;font-size:13px;color:#64748b">${why}${unsubscribeUrl === null ? null : html` <a href="${unsubscribeUrl}" style="color:#64748b">${stop}</a>`}</p>
</main>
</body>
</html>
`;
}
