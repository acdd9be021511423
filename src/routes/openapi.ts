import type { OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv } from './app-env';

/** Serves the description of the API, OpenAPI 3.1, made from the routes. Comes after all of them. */
export function describeApi(app: OpenAPIHono<AppEnv>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'query', {
    type: 'apiKey',
    in: 'query',
    name: 'token',
    description: 'For clients that cannot set headers; `auth` is another name for it.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'ticket', {
    type: 'http',
    scheme: 'ticket',
    description: 'A ticket of `POST /v1/tickets`, once and for its document only. The upgrade takes it as `?ticket=`.',
  });
  // Made when it is first asked for: it takes longer than any other answer, and never changes.
  let description: object | null = null;
  app.get('/openapi.json', (c) => {
    description ??= app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: 'TripTrip',
        version: '1',
        description: 'Plan trips together. Errors are problem details (RFC 9457) with a stable `code`.',
        license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' },
      },
      servers: [{ url: '/' }],
      security: [{ bearer: [] }, { query: [] }],
    });
    return c.json(description);
  });
}
