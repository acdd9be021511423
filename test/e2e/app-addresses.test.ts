import { describe, expect, it } from 'vitest';
import { sharedServer } from './shared-server';

/** What the server answers to an address of the app, and to one that no version of it has. */

const server = sharedServer();

function get(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${server.url}${path}`, { redirect: 'manual', ...init });
}

describe('an address of the app', () => {
  it.each(['/', '/trips/3bba0f88-af70-8e19-a299-a75cad0aef99/notes', '/calendar', '/invites/abc', '/no/such/page'])(
    '%s is answered with the page, under its policy',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
      expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(answer.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate');
      expect(await answer.text()).toContain('<title>TripTrip</title>');
    },
  );

  it('is not sent again to who has the page', async () => {
    const etag = (await get('/calendar')).headers.get('etag') ?? '';
    expect(etag).not.toBe('');
    expect((await get('/calendar', { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('takes nothing', async () => {
    const answer = await get('/calendar', { method: 'POST' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not-found' });
  });
});

describe('a file of another version', () => {
  it('is not there, and nobody keeps that', async () => {
    const answer = await get('/assets/first-00000000.js');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('a file of this version', () => {
  it('is kept for a year', async () => {
    const page = await (await get('/')).text();
    const script = /\/assets\/index-[^"]+\.js/.exec(page)?.[0] ?? 'none';
    const answer = await get(script);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });
});
