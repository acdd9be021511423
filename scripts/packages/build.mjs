import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runTool, toolScript } from '../toolchain.mjs';
import { moduleExports, packageFolders, publishedManifest, readManifest } from './manifest.mjs';
import { wholeStylesheet } from './stylesheet.mjs';

/**
 * Builds `@triptrip/sdk` and `@triptrip/react` into the `dist` of their folders, ready for `npm publish`.
 * @returns {Promise<boolean>} whether it went well; if not, the reasons have been printed
 */
export async function buildPackages() {
  const args = ['--config', 'scripts/packages/tsdown.config.mjs'];
  if ((await runTool(toolScript('tsdown'), args, { quiet: true })) !== 0) return false;
  for (const folder of packageFolders) complete(folder);
  return true;
}

/**
 * Puts beside the modules what else belongs into a package.
 * @param {string} folder
 */
function complete(folder) {
  const output = join(root, folder, 'dist');
  const manifest = readManifest(folder);
  writeFileSync(join(output, 'package.json'), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
  copyFileSync(join(root, 'LICENSE'), join(output, 'LICENSE'));
  const modules = moduleExports(manifest).map(({ source }) => source);
  const others = Object.values(manifest.exports).filter((source) => !modules.includes(source));
  for (const file of ['README.md', ...others]) {
    const source = join(root, folder, file);
    if (file.endsWith('.css')) writeFileSync(join(output, file), wholeStylesheet(source));
    else copyFileSync(source, join(output, file));
  }
}
