import type { OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv } from './app-env';
import { Refused } from './problems';

/** Answers 405 on every path that exists, for the methods it does not have. Comes after all routes. */
export function refuseOtherMethods(app: OpenAPIHono<AppEnv>): void {
  const methodsOfPath = new Map<string, Set<string>>();
  for (const { method, path } of app.routes) {
    if (method === 'ALL') continue;
    const methods = methodsOfPath.get(path) ?? new Set(['OPTIONS']);
    methods.add(method);
    // Hono answers HEAD by the route of GET.
    if (method === 'GET') methods.add('HEAD');
    methodsOfPath.set(path, methods);
  }
  for (const [path, methods] of methodsOfPath) {
    const allow = [...methods].sort().join(', ');
    app.all(path, () => {
      throw new Refused({ code: 'method-not-allowed' }, { allow });
    });
  }
}
