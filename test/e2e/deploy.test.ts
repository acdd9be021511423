import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/toolchain.mjs';

describe('npm run deploy -- --dry-run', () => {
  const bundle = mkdtempSync(join(tmpdir(), 'triptrip-bundle-'));
  let output: string;

  beforeAll(() => {
    const env = { ...process.env, DEV_JWT_SECRET: 'must-not-be-deployed' };
    const args = ['scripts/deploy.mjs', '--dry-run', '--outdir', bundle];
    output = execFileSync(process.execPath, args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }, 120_000);

  afterAll(() => rmSync(bundle, { recursive: true, force: true }));

  it('takes the production environment, with every binding', () => {
    expect(output).toContain('env.ENVIRONMENT ("production")');
    for (const binding of ['TRIPS (TripDocument)', 'DB (triptrip)', 'ASSETS', 'WRITE_LIMIT', 'LOGIN_LIMIT']) {
      expect(output).toContain(`env.${binding}`);
    }
  });

  it('carries no secret of development', () => {
    expect(output).not.toContain('DEV_JWT_SECRET');
    const files = readdirSync(bundle);
    expect(files.some((file) => file.endsWith('.js'))).toBe(true);
    for (const file of files) expect(readFileSync(join(bundle, file), 'utf8')).not.toContain('must-not-be-deployed');
  });
});
