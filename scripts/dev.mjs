import { withDefaults } from './flags.mjs';
import { prepareDevelopment } from './prepare.mjs';
import { stopOnSignals } from './processes.mjs';
import { serve } from './server.mjs';
import { runMain, toolScript } from './toolchain.mjs';

// npm run dev [-- flags of `vite`]: the same system with hot reload.
stopOnSignals();
await runMain(async () => {
  const persistTo = await prepareDevelopment([]);
  const args = withDefaults(process.argv.slice(2), { '--host': '127.0.0.1' });
  return serve(toolScript('vite'), args, { persistTo, ready: /Local:\s+(https?:\/\/\S+)/ });
});
