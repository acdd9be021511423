import { quantile } from '../clients/analysis.mjs';
import { createLargeTrip, newSignedInContext, openTripPage } from '../clients/app-page.mjs';
import { launchChromium } from '../clients/chromium.mjs';
import { formatMillis } from '../report.mjs';

const cards = 500;
const minFramesPerSecond = 50;

/** Somebody drags a card to and fro across the days of a large trip. */
export const appDrag = {
  name: 'app-drag',
  title: `The app: dragging a card among ${cards}`,
  async run(context) {
    const seconds = context.quick ? 3 : 10;
    const server = await context.servers.triptrip.start(context.stateDirectory(), { pages: true });
    const browser = await launchChromium();
    try {
      const trip = await createLargeTrip(server, cards);
      const browserContext = await newSignedInContext(browser, server, trip.token);
      const page = await browserContext.newPage();
      await openTripPage(page, server, trip.id, cards);
      const gaps = await dragAcross(page, seconds);
      const framesPerSecond = (1_000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0);
      const [p95, longest] = [quantile(gaps, 0.95), Math.max(...gaps)];
      context.say(
        `  ${framesPerSecond.toFixed(1)} frames per second; p95 ${formatMillis(p95)}, longest ${formatMillis(longest)}`,
      );
      return {
        tables: [
          {
            head: ['cards', 'frames per second', 'between two frames, p95', 'longest'],
            rows: [[cards, framesPerSecond.toFixed(1), formatMillis(p95), formatMillis(longest)]],
          },
        ],
        targets: [
          {
            what: `App: dragging a card among ${cards}`,
            target: `≥ ${minFramesPerSecond} frames per second`,
            measured: framesPerSecond.toFixed(1),
            met: framesPerSecond >= minFramesPerSecond,
          },
        ],
      };
    } finally {
      await browser.close();
      await server.stop();
    }
  },
};

/** Drags the first card of the first day for so long, then drops it on another day. @returns ms between the frames */
async function dragAcross(page, seconds) {
  await page.getByTestId('day-1').hover();
  await page.locator('[data-draggable]').waitFor();
  const first = page.getByTestId('day-1').getByTestId('item').first();
  const before = await page.getByTestId('day-1').getByTestId('item').count();
  const handle = await first.locator('[data-handle]').boundingBox();
  const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 20, y + 20, { steps: 4 });
  await page.locator('[data-dragging]').waitFor();
  await page.evaluate(watchFrames);
  const until = performance.now() + seconds * 1_000;
  for (let step = 0; performance.now() < until; step++) {
    // Within the board: to its edges only now and then, where it scrolls.
    await page.mouse.move(x + 260 + 240 * Math.sin(step / 25), y + 120 + 110 * Math.sin(step / 9));
  }
  const gaps = await page.evaluate(frameGaps);
  const second = await page.getByTestId('day-2').boundingBox();
  await page.mouse.move(second.x + second.width / 2, y + 60, { steps: 5 });
  await page.mouse.up();
  const after = await page.getByTestId('day-1').getByTestId('item').count();
  if (after !== before - 1) throw new Error('the card was not dragged to another day');
  return gaps;
}

/* The functions below run in the page. */

function watchFrames() {
  const times = [];
  const onFrame = (time) => {
    times.push(time);
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
  globalThis.frameTimes = times;
}

function frameGaps() {
  const times = [...globalThis.frameTimes];
  return times.slice(1).map((time, index) => time - times[index]);
}
