import { quantile } from '../clients/analysis.mjs';
import { launchChromium } from '../clients/chromium.mjs';
import { importSdk, stateOf } from '../clients/sdk-bundle.mjs';
import { atMost, formatMillis } from '../report.mjs';
import { callTripTrip } from '../servers/servers.mjs';

const typeEveryMs = 25;

/** Somebody opens a trip for the first time while somebody else types in it: until the first of those edits is on the screen. */
export const sdkFirstEdit = {
  name: 'sdk-first-edit',
  title: 'From a cold page to the first remote edit',
  async run(context) {
    const rounds = context.quick ? 3 : 10;
    const { createClient } = await importSdk();
    const description = context.servers.triptrip;
    const server = await description.start(context.stateDirectory(), { pages: true });
    const browser = await launchChromium();
    try {
      const url = `http://127.0.0.1:${server.port}`;
      const [typist, reader] = await description.openRoom(server, 2);
      const user = await callTripTrip(server, reader.token, 'GET', '/v1/me');
      const trip = createClient({ url, token: typist.token }).openTrip(typist.room);
      await stateOf(trip, ({ status, saved }) => status.name === 'live' && saved);
      const typing = setInterval(() => typeTime(trip.doc), typeEveryMs);
      const samples = [];
      for (let round = 0; round <= rounds; round++) {
        const sample = await openCold(browser, `${url}/trips/${typist.room}`, { user, token: reader.token, renewedBy: null });
        if (round > 0) samples.push(sample);
      }
      clearInterval(typing);
      trip.close();
      const [median, worst] = [quantile(samples, 0.5), Math.max(...samples)];
      context.say(`  ${formatMillis(median)}, at worst ${formatMillis(worst)}`);
      return {
        tables: [
          {
            head: ['opens', 'navigation to the first remote edit, median', 'worst'],
            rows: [[rounds, formatMillis(median), formatMillis(worst)]],
          },
        ],
        targets: [{ what: 'SDK: from a cold page to the first remote edit', ...atMost(median, 1_000, 'ms') }],
      };
    } finally {
      await browser.close();
      await server.stop();
    }
  },
};

/** Makes the title say when it was typed. */
function typeTime(doc) {
  const title = doc.getText('title');
  doc.transact(() => {
    title.delete(0, title.length);
    title.insert(0, `typed at ${Date.now()}`);
  });
}

/** A browser that has never been there, but for the sign-in. @returns ms since the navigation began */
async function openCold(browser, url, signIn) {
  const localStorage = [{ name: 'triptrip.sign-in', value: JSON.stringify(signIn) }];
  const storageState = { cookies: [], origins: [{ origin: new URL(url).origin, localStorage }] };
  const browserContext = await browser.newContext({ storageState });
  const page = await browserContext.newPage();
  await page.goto(url, { waitUntil: 'commit' });
  const handle = await page.waitForFunction(sawAnEdit, undefined, { polling: 'raf' });
  const ms = await handle.jsonValue();
  await browserContext.close();
  return ms;
}

/* Runs in the page. */
function sawAnEdit() {
  const title = document.querySelector('[data-field=title] textarea');
  const typedAt = Number(/typed at (\d+)/.exec(title?.value ?? '')?.[1]);
  return typedAt > performance.timeOrigin ? performance.now() : null;
}
