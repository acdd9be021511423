import { quantile } from '../clients/analysis.mjs';
import { createLargeTrip, newSignedInContext, openTripPage } from '../clients/app-page.mjs';
import { launchChromium } from '../clients/chromium.mjs';
import { importSdk, stateOf } from '../clients/sdk-bundle.mjs';
import { atMost, formatMillis } from '../report.mjs';
import { callTripTrip, signToken } from '../servers/servers.mjs';

const cards = 100;
const people = 10;
const letterEveryMs = 120;

/** Somebody types into a card while nine others type into other cards and the title of the trip. */
export const appTyping = {
  name: 'app-typing',
  title: `The app: typing while ${people} people edit`,
  async run(context) {
    const letters = context.quick ? 60 : 250;
    const server = await context.servers.triptrip.start(context.stateDirectory(), { pages: true });
    // The wait for the display is not the app's: here it has none.
    const browser = await launchChromium(['--disable-gpu-vsync', '--disable-frame-rate-limit']);
    const others = [];
    let typing;
    try {
      const trip = await createLargeTrip(server, cards);
      others.push(...(await openOthers(server, trip)));
      const browserContext = await newSignedInContext(browser, server, trip.token);
      const page = await browserContext.newPage();
      await openTripPage(page, server, trip.id, cards);
      typing = setInterval(() => typeALetter(others), letterEveryMs / others.length);
      const samples = await typeInto(page, letters);
      const [median, p95, worst] = [quantile(samples, 0.5), quantile(samples, 0.95), Math.max(...samples)];
      context.say(`  ${formatMillis(median)}, p95 ${formatMillis(p95)}, worst ${formatMillis(worst)}`);
      return {
        tables: [
          {
            head: ['people', 'letters', 'key to the frame that shows the letter, median', 'p95', 'worst'],
            rows: [[people, samples.length, formatMillis(median), formatMillis(p95), formatMillis(worst)]],
          },
        ],
        targets: [{ what: `App: a letter is on the screen while ${people} people edit, p95`, ...atMost(p95, 16, 'ms') }],
      };
    } finally {
      clearInterval(typing);
      for (const other of others) other.close();
      await browser.close();
      await server.stop();
    }
  },
};

/** The other people, each with the trip open. */
async function openOthers(server, { id, token }) {
  const { createClient } = await importSdk();
  const url = `http://127.0.0.1:${server.port}`;
  return Promise.all(
    Array.from({ length: people - 1 }, async (_, index) => {
      const person = `person-${index + 1}`;
      await callTripTrip(server, token, 'PUT', `/v1/trips/${id}/members/${person}`, { role: 'editor' });
      const trip = createClient({ url, token: signToken(person, person) }).openTrip(id);
      await stateOf(trip, ({ status, saved }) => status.name === 'live' && saved);
      return trip;
    }),
  );
}

let turn = 0;

/** One of the others types a letter: the first of them into the title of the trip, each other one into a card of their own. */
function typeALetter(others) {
  const index = turn++ % others.length;
  const { doc, awareness } = others[index];
  const item = doc.getArray('itinerary').get(10 + index);
  const text = index === 0 ? doc.getText('title') : item.get('title');
  awareness.typing(index === 0 ? 'title' : `item:${item.get('id')}`);
  if (text.length > 60) text.delete(0, text.length);
  text.insert(text.length, 'x');
}

/** @returns for each letter the ms from the key to the frame that shows it */
async function typeInto(page, letters) {
  await page.getByTestId('day-1').getByTestId('item').first().locator('textarea').click();
  await page.evaluate(watchKeys);
  for (let letter = 0; letter < letters; letter++) {
    await page.keyboard.press(letter % 40 === 39 ? 'Home' : 'abcdefghij'[letter % 10]);
    await page.waitForTimeout(letterEveryMs);
  }
  return page.evaluate(() => globalThis.keyLatencies);
}

/* Runs in the page. */
function watchKeys() {
  const latencies = [];
  let pressedAt = 0;
  addEventListener('keydown', ({ timeStamp }) => (pressedAt = timeStamp), true);
  addEventListener('input', () => {
    const from = pressedAt;
    // What is posted from within a frame arrives when the frame has been drawn.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => latencies.push(performance.now() - from);
      port2.postMessage(null);
    });
  });
  globalThis.keyLatencies = latencies;
}
