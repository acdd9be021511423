import { Hono } from 'hono';
import { html } from 'hono/html';
import styleUrl from 'swagger-ui-dist/swagger-ui.css?url';
import bundleUrl from 'swagger-ui-dist/swagger-ui-bundle.js?url';
import type { AppEnv } from './app-env';

// A file of its own: the page's policy allows no script inside it.
const startScript = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true, validatorUrl: null });\n`;

/** The API reference for people, from `/openapi.json`; nothing is loaded from elsewhere. */
export const apiReferenceRoutes = new Hono<AppEnv>();

apiReferenceRoutes.get('/docs', (c) =>
  c.html(
    html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>TripTrip API</title>
    <link rel="stylesheet" href="${styleUrl}">
    <script src="${bundleUrl}" defer></script>
    <script src="/docs/start.js" defer></script>
  </head>
  <body><main id="reference"></main></body>
</html>
`,
  ),
);

apiReferenceRoutes.get('/docs/start.js', (c) => c.body(startScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
