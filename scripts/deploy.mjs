import { ensureBuilt } from './build.mjs';
import { migrateProduction } from './database.mjs';
import { stopOnSignals } from './processes.mjs';
import { ensureDependencies, runMain, runTool, toolScript } from './toolchain.mjs';

// npm run deploy [-- flags of `wrangler deploy`]: builds for production, migrates D1, deploys. --dry-run changes nothing outside.
stopOnSignals();
await runMain(async () => {
  const args = process.argv.slice(2);
  await ensureDependencies();
  const config = await ensureBuilt('production');
  if (!args.includes('--dry-run')) await migrateProduction();
  return runTool(toolScript('wrangler'), ['deploy', '--config', config, ...args]);
});
