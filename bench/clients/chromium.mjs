import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromiumPath } from '../../scripts/browser.mjs';
import { rootDirectory } from '../toolchain.mjs';

const root = createRequire(join(rootDirectory, 'package.json'));

/** Debian's browser, as the tests of the page drive it. @param more switches besides the usual ones */
export function launchChromium(more = []) {
  const { chromium } = root('playwright-core');
  return chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', ...more],
  });
}

/** Serves one empty page that loads one script, on an origin of its own: a place for IndexedDB. */
export async function serveScript(script) {
  const page = '<!doctype html><meta charset="utf-8"><title>bench</title><script src="/script.js"></script>';
  const server = createServer((request, response) => {
    const isScript = request.url === '/script.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : page);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}
