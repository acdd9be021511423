import { quantile } from '../clients/analysis.mjs';
import { createLargeTrip, newSignedInContext, openTripPage } from '../clients/app-page.mjs';
import { launchChromium } from '../clients/chromium.mjs';
import { atMost, formatMillis } from '../report.mjs';

const cards = 500;

/** Somebody opens a large trip on a device that has nothing of it, nor of the app. */
export const appOpen = {
  name: 'app-open',
  title: `The app: opening a trip of ${cards} cards`,
  async run(context) {
    const rounds = context.quick ? 3 : 10;
    const server = await context.servers.triptrip.start(context.stateDirectory(), { pages: true });
    const browser = await launchChromium();
    try {
      const trip = await createLargeTrip(server, cards);
      const samples = [];
      for (let round = 0; round <= rounds; round++) {
        const browserContext = await newSignedInContext(browser, server, trip.token);
        const ms = await openTripPage(await browserContext.newPage(), server, trip.id, cards);
        await browserContext.close();
        // The first one warms the server and the browser.
        if (round > 0) samples.push(ms);
      }
      const [median, worst] = [quantile(samples, 0.5), Math.max(...samples)];
      context.say(`  ${formatMillis(median)}, at worst ${formatMillis(worst)}`);
      return {
        tables: [
          {
            head: ['cards', 'opens', 'navigation to every card, and a title that can be edited, median', 'worst'],
            rows: [[cards, rounds, formatMillis(median), formatMillis(worst)]],
          },
        ],
        targets: [{ what: `App: a trip of ${cards} cards opens`, ...atMost(median, 1_500, 'ms') }],
      };
    } finally {
      await browser.close();
      await server.stop();
    }
  },
};
