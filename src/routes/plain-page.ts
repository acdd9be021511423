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

// The colours are those of the app (web/app/app.css): slate on white, teal for what can be pressed.
const style = `:root { color-scheme: light dark; --text: #0f172a; --faint: #475569; --page: #f8fafc; --card: #ffffff; --line: #cbd5e1; --press: #0f766e; --on-press: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --text: #f1f5f9; --faint: #94a3b8; --page: #0f172a; --card: #1e293b; --line: #475569; --press: #2dd4bf; --on-press: #042f2e; } }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.6 system-ui, 'Hiragino Sans', 'Noto Sans JP', sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.3; }
h2 { font-size: 1.0625rem; line-height: 1.4; margin: 0; overflow-wrap: anywhere; }
p { margin: 0.75rem 0; }
a { color: var(--press); display: inline-block; min-height: 2.5rem; line-height: 2.5rem; }
button { min-height: 2.75rem; padding: 0 1.25rem; border: 0; border-radius: 0.625rem; background: var(--press); color: var(--on-press); font: inherit; font-weight: 600; cursor: pointer; }
a:focus-visible, button:focus-visible, pre:focus-visible { outline: 2px solid var(--press); outline-offset: 2px; }
ol { list-style: none; margin: 1.5rem 0 0; padding: 0; display: grid; gap: 1rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1rem; }
.facts { color: var(--faint); font-size: 0.875rem; margin: 0.25rem 0 0; overflow-wrap: anywhere; }
pre { margin: 0.75rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 0.875rem/1.6 ui-monospace, 'Noto Sans JP', monospace; }
`;

/** The style of the plain pages. */
export const plainPageRoutes = new Hono<AppEnv>();

plainPageRoutes.get(stylePath, (c) => {
  c.header('cache-control', 'public, max-age=3600');
  return c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' });
});
