import type { Context } from 'hono';
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { AppEnv } from './app-env';

/** Where the style of the plain pages is: their policy allows none inside them. */
const stylePath = '/v1/plain-page.css';

/** The languages of the plain pages. */
export type PageLanguage = 'ja' | 'en';

/** A page that the Worker writes itself, for what has to work without the app. */
export interface PlainPage {
  readonly language: PageLanguage;
  readonly title: string;
  /** What `html` of Hono made. */
  readonly body: ReturnType<typeof html>;
}

/** The language that somebody's browser asks for. */
export function pageLanguage(c: Context): PageLanguage {
  const wanted = (c.req.header('accept-language') ?? '')
    .split(',')
    .map((range) => {
      const [tag = '', quality = 'q=1'] = range.split(';').map((part) => part.trim());
      return { language: tag.split('-')[0]?.toLowerCase(), weight: Number(quality.replace('q=', '')) };
    })
    .filter(({ language, weight }) => (language === 'ja' || language === 'en') && weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  return wanted[0]?.language === 'ja' ? 'ja' : 'en';
}

/** The answer with a plain page. */
export function plainPage(c: Context<AppEnv>, { language, title, body }: PlainPage, status: 200 | 404 = 200) {
  c.header('content-language', language);
  c.header('vary', 'accept-language');
  return c.html(
    html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<header><a href="/">TripTrip</a></header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`,
    status,
  );
}

// The colours, sizes and the font are those of the app (web/app/app.css).
const style = `:root { color-scheme: light dark; --paper: light-dark(#f6f5f1, #14171a); --surface: light-dark(#ffffff, #1c2125); --line: light-dark(#dfdbd1, #323a40); --ink: light-dark(#1d2327, #eceff1); --muted: light-dark(#596168, #a9b3ba); --accent: light-dark(#0b6b64, #63d2c6); --accent-strong: light-dark(#08544f, #8fe3d9); --on-accent: light-dark(#ffffff, #06211e); }
body { margin: 0; min-height: 100dvh; background: var(--paper); color: var(--ink); font: 0.9375rem/1.6 system-ui, -apple-system, 'Segoe UI', 'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', sans-serif; -webkit-text-size-adjust: 100%; }
header { border-bottom: 1px solid var(--line); background: var(--surface); }
header a { max-width: 44rem; margin: 0 auto; padding: 0 1rem; display: flex; min-height: 3.5rem; align-items: center; font-weight: 600; font-size: 1.125rem; color: var(--ink); text-decoration: none; }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.3; font-weight: 600; }
h2 { margin: 0; font-size: 1.125rem; line-height: 1.4; font-weight: 600; overflow-wrap: anywhere; }
p { margin: 0.75rem 0; text-wrap: pretty; }
:lang(ja) :is(h1, h2, p) { word-break: auto-phrase; }
main a { display: inline-block; min-height: 2.5rem; line-height: 2.5rem; color: var(--accent); }
button { min-height: 2.75rem; margin-top: 0.5rem; padding: 0 1.25rem; border: 0; border-radius: 0.625rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 500; cursor: pointer; }
button:hover { background: var(--accent-strong); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
ol { list-style: none; margin: 1.5rem 0 0; padding: 0; display: grid; gap: 1rem; }
article { border: 1px solid var(--line); border-radius: 0.875rem; padding: 1rem; background: var(--surface); }
.facts { margin: 0.25rem 0 0; color: var(--muted); font-size: 0.8125rem; overflow-wrap: anywhere; }
pre { margin: 0.75rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
`;

/** The style of the plain pages. */
export const plainPageRoutes = new Hono<AppEnv>();

plainPageRoutes.get(stylePath, (c) => {
  c.header('cache-control', 'public, max-age=3600');
  return c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' });
});
