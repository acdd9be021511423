import { withServedAddress } from './address.mjs';
import { ensureBuilt } from './build.mjs';
import { withAbsolutePersistTo, withDefaults } from './flags.mjs';
import { prepareDevelopment } from './prepare.mjs';
import { stopOnSignals } from './processes.mjs';
import { readDevelopmentSecrets, secretsPath } from './secrets.mjs';
import { serve } from './server.mjs';
import { runMain, toolScript } from './toolchain.mjs';

// npm start [-- flags of `wrangler dev`]: the whole system on this machine, from a fresh clone.
stopOnSignals();
await runMain(async () => {
  const given = withAbsolutePersistTo(process.argv.slice(2));
  const persistTo = await prepareDevelopment(given);
  const config = await ensureBuilt();
  const args = withDefaults(given, {
    '--config': config,
    '--env-file': secretsPath,
    '--ip': '127.0.0.1',
    '--port': '8787',
    '--inspector-port': '0',
    '--persist-to': persistTo,
    '--show-interactive-dev-session': 'false',
  });
  const addressed = await withServedAddress(args, readDevelopmentSecrets());
  return serve(toolScript('wrangler'), ['dev', ...addressed], { persistTo, ready: /Ready on (https?:\/\/\S+)/ });
});
