import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { benchDirectory, rootDirectory } from '../toolchain.mjs';

const root = createRequire(join(rootDirectory, 'package.json'));

/** All that the workloads use of the SDK, and its Yjs: a document must not be touched with another one's. */
const entry = `
export * from './web/sdk/index';
export { DeviceStore } from './web/sdk/offline/device-store';
export * as Y from 'yjs';
`;

async function bundle(options) {
  const { build } = root('esbuild');
  await build({
    stdin: { contents: entry, resolveDir: rootDirectory, loader: 'ts' },
    bundle: true,
    minify: true,
    logLevel: 'error',
    ...options,
  });
}

/** The SDK as a Node program imports it, with the Yjs of the other clients here. */
export async function importSdk() {
  const outfile = join(benchDirectory, 'node_modules/.cache/triptrip-sdk.mjs');
  await bundle({ outfile, format: 'esm', platform: 'node', external: ['yjs', 'y-protocols', 'lib0'] });
  return import(pathToFileURL(outfile).href);
}

/** The SDK as a script for a page, where it is the global `TripTrip`. @returns the path of the script */
export async function writeBrowserSdk(directory) {
  const outfile = join(directory, 'sdk.js');
  await bundle({ outfile, format: 'iife', globalName: 'TripTrip', platform: 'browser' });
  return outfile;
}

/** Resolves once an open trip's state is as wanted. @throws Error when it is not within a minute */
export function stateOf(trip, wanted) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the trip stands at ${JSON.stringify(trip.state)}`)), 60_000);
    let stop = () => {};
    const look = (state) => {
      if (!wanted(state)) return;
      clearTimeout(timer);
      stop();
      resolve(state);
    };
    stop = trip.on('state', look);
    look(trip.state);
  });
}
