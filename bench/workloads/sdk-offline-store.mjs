import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { quantile } from '../clients/analysis.mjs';
import { launchChromium, serveScript } from '../clients/chromium.mjs';
import { writeBrowserSdk } from '../clients/sdk-bundle.mjs';
import { atMost, formatMillis } from '../report.mjs';
import { loadTrace, replay } from '../trace.mjs';

const authors = 58;
const updatesPerAuthor = 90;

/** A long document that is kept, encrypted, on the device: how long until it is there without a network. */
export const sdkOfflineStore = {
  name: 'sdk-offline-store',
  title: 'The offline store with a document of 260,000 edits',
  async run(context) {
    const rounds = context.quick ? 3 : 10;
    const trace = loadTrace();
    const { authors: replayed } = replay(trace.edits, authors, updatesPerAuthor);
    const script = readFileSync(await writeBrowserSdk(context.stateDirectory()));
    const origin = await serveScript(script);
    const browser = await launchChromium();
    try {
      const browserContext = await browser.newContext();
      const length = await fill(browserContext, origin.url, replayed.flat());
      const samples = [];
      for (let round = 0; round <= rounds; round++) {
        const page = await browserContext.newPage();
        await page.goto(origin.url);
        const sample = await page.evaluate(openStored);
        if (sample.length !== length) throw new Error(`the store gave ${sample.length} characters of ${length}`);
        // The first one starts the browser's own machinery.
        if (round > 0) samples.push(sample.ms);
        await page.close();
      }
      const [median, worst] = [quantile(samples, 0.5), Math.max(...samples)];
      context.say(`  opened in ${formatMillis(median)}, at worst ${formatMillis(worst)}`);
      return {
        tables: [
          {
            head: ['edits', 'characters', 'from opening the database to the whole text, median', 'worst'],
            rows: [
              [trace.edits.length.toLocaleString('en'), length.toLocaleString('en'), formatMillis(median), formatMillis(worst)],
            ],
          },
        ],
        targets: [{ what: 'SDK: offline store of 260,000 edits opens', ...atMost(median, 300, 'ms') }],
      };
    } finally {
      await browser.close();
      origin.stop();
    }
  },
};

/** Keeps the document as a page would that received it update by update. @returns its length in characters */
async function fill(browserContext, url, updates) {
  const page = await browserContext.newPage();
  await page.goto(url);
  const encoded = updates.map((update) => Buffer.from(update).toString('base64'));
  const length = await page.evaluate(storeUpdates, encoded);
  await page.close();
  return length;
}

/* The functions below run in the page. */

async function storeUpdates(encoded) {
  const { DeviceStore, Y } = globalThis.TripTrip;
  const doc = new Y.Doc();
  const stored = new DeviceStore({ origin: 'https://trips.example', person: 'aoi' }).openDocument('long', doc);
  const remote = {};
  stored.ignoreOrigin(remote);
  await stored.whenLoaded;
  for (const one of encoded)
    Y.applyUpdate(
      doc,
      Uint8Array.from(atob(one), (letter) => letter.charCodeAt(0)),
      remote,
    );
  await stored.destroy();
  if (stored.state.kind !== 'persistent') throw new Error(`not kept: ${stored.state.reason}`);
  return doc.getText('notes').length;
}

async function openStored() {
  const { DeviceStore, Y } = globalThis.TripTrip;
  const started = performance.now();
  const doc = new Y.Doc();
  const stored = new DeviceStore({ origin: 'https://trips.example', person: 'aoi' }).openDocument('long', doc);
  await stored.whenLoaded;
  const { length } = doc.getText('notes');
  const ms = performance.now() - started;
  await stored.destroy();
  return { ms, length };
}
