import path from 'node:path';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** Signs the tokens of the Workers tests; at least 32 characters, known to nobody else. */
const testSecret = crypto.randomUUID() + crypto.randomUUID();
/** Encrypts what the Workers tests keep of webhook sources: 32 bytes in base64. */
const testSourceKey = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64');
// wrangler.toml demands them, and a fresh clone has no .dev.vars.
process.env.DEV_JWT_SECRET ??= testSecret;
process.env.SOURCE_KEY ??= testSourceKey;

export default defineConfig({
  test: {
    // Modules of the Workers project may not come from the cache on disk.
    fsModuleCache: false,
    // The Worker logs every request; only what a failing test logged is worth reading.
    silent: 'passed-only',
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/{unit,contract,fuzz}/**/*.test.{ts,tsx}'],
          setupFiles: ['test/support/unit-setup.ts'],
          // Loading Yjs, zod and the engines anew for each of two hundred files would take a third of the time.
          isolate: false,
          // How long a test takes says something about the machine only, and about what runs beside it.
          testTimeout: 60_000,
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                DEV_JWT_SECRET: testSecret,
                SOURCE_KEY: testSourceKey,
                LINK_SECRET: testSecret,
                ACTION_SECRET: `whsec_${testSourceKey}`,
                RESEND_WEBHOOK_SECRET: `whsec_${testSourceKey}`,
                // Not those of somebody's .dev.vars: pushes go nowhere.
                VAPID_PUBLIC_KEY: '',
                VAPID_PRIVATE_KEY: '',
                TEST_MIGRATIONS: await readD1Migrations(path.resolve('migrations')),
              },
            },
          })),
        ],
        test: {
          name: 'workers',
          include: ['test/workers/**/*.test.ts'],
          setupFiles: ['test/support/workers-setup.ts'],
          testTimeout: 60_000,
          // Loading the Worker anew for each file would take more time than the tests; they use documents and people of their own.
          isolate: false,
          // With two such processes at once, runs have been seen to hang.
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/shared-server.ts'],
          testTimeout: 240_000,
          hookTimeout: 180_000,
          // Each file starts servers and browsers. Three at once are a seventh faster on two processors, and leave nothing
          // to a slow moment of the machine.
          maxWorkers: 2,
        },
      },
    ],
  },
});
