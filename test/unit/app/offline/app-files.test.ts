import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isAppPath } from '../../../../web/app/offline/app-files';
import { routes } from '../../../../web/app/routes';

describe('the pages that open without a network', () => {
  it.each(Object.values(routes))('%s is one', (route) => {
    const path = route.replace(/:\w+\?/, 'notes').replace(/:\w+/, '0199-abc');
    expect(isAppPath(path)).toBe(true);
    expect(isAppPath(path.replace(/\/\w+$/, '') || '/')).toBe(true);
  });

  it('are all that the app has: it names none elsewhere', () => {
    const app = readFileSync('web/app/app.tsx', 'utf8');
    const paths = [...app.matchAll(/<Route path=(\S+?)>/g)].map(([, path]) => path);
    expect(paths.sort()).toEqual(
      Object.keys(routes)
        .map((name) => `{routes.${name}}`)
        .sort(),
    );
  });

  it.each(['/v1/trips', '/docs', '/openapi.json', '/healthz', '/nowhere', '/calendars', ''])('%s is none', (path) => {
    expect(isAppPath(path)).toBe(false);
  });
});
