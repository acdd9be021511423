import { createServer } from 'node:net';
import { flagValue, withFlag } from './flags.mjs';
import { isSet } from './secrets.mjs';

/** Those that mean every address of the machine, each with one that people on it can open. */
const everyAddress = new Map([
  ['*', '127.0.0.1'],
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
]);

/**
 * Tells a server where people reach it: links in messages lead there. A port that is to be any free one is chosen here, because
 * the server knows its variables before it knows its port. Whoever names an APP_URL of their own keeps it.
 * @param {readonly string[]} args of `wrangler dev`, with its `--ip` and `--port`
 * @param {string} devVars what stands in .dev.vars
 * @returns {Promise<readonly string[]>}
 */
export async function withServedAddress(args, devVars) {
  const ip = flagValue(args, '--ip') ?? '127.0.0.1';
  const given = flagValue(args, '--port');
  const port = given === '0' ? await freePort(ip) : Number(given);
  const onPort = given === '0' ? withFlag(args, '--port', String(port)) : args;
  if (isSet(devVars, 'APP_URL') || args.some((argument) => /^(--var=)?APP_URL:/.test(argument))) return onPort;
  const protocol = flagValue(args, '--local-protocol') ?? 'http';
  const host = everyAddress.get(ip) ?? ip;
  return [...onPort, '--var', `APP_URL:${protocol}://${host.includes(':') ? `[${host}]` : host}:${port}`];
}

/**
 * @param {string} ip
 * @returns {Promise<number>}
 */
function freePort(ip) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, ip === '*' ? undefined : ip, () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}
