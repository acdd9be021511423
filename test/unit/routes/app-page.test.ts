import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fakeWorker } from '../../support/workers-fake-env';

const environments = [...readFileSync('wrangler.toml', 'utf8').matchAll(/^run_worker_first = (\[.*\])$/gm)].map(
  ([, list = '[]']) => JSON.parse(list) as string[],
);

async function isPage(path: string): Promise<boolean> {
  const answer = await fakeWorker().fetch(path);
  return (await answer.text()) === 'the page of the app';
}

describe('the page of the app', () => {
  it('answers nothing that wrangler.toml gives to the Worker', async () => {
    expect(environments).toHaveLength(2);
    const own = environments.flat().filter((pattern) => !pattern.startsWith('!'));
    expect(own).toContain('/v1/*');
    for (const pattern of own) expect([pattern, await isPage(pattern.replace('*', 'nonsense'))]).toEqual([pattern, false]);
  });

  it('answers what only begins like that', async () => {
    for (const path of ['/v10', '/developers', '/healthy', '/docsy/x', '/v1x/trips']) {
      expect([path, await isPage(path)]).toEqual([path, true]);
    }
  });
});
