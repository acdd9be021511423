import { callTripTrip, signToken } from '../servers/servers.mjs';

const cardKinds = ['attraction', 'restaurant', 'transport', 'hotel', 'free'];

/**
 * Makes a trip of so many cards on ten days, and somebody who has it open in a browser.
 * @returns {Promise<{ id: string, token: string }>}
 */
export async function createLargeTrip(server, cards, owner = 'person-0') {
  const token = signToken(owner, owner);
  const itinerary = Array.from({ length: cards }, (_, index) => ({
    day: 1 + (index % 10),
    title: `Card ${index + 1}`,
    type: cardKinds[index % cardKinds.length],
    time_slot: `${String(8 + Math.floor(index / 50)).padStart(2, '0')}:00`,
    cost: 100 * (index % 40),
    currency: index % 3 === 0 ? 'EUR' : 'JPY',
  }));
  const trip = { title: 'Ten days', start_date: '2027-10-01', end_date: '2027-10-10', itinerary };
  const { id } = await callTripTrip(server, token, 'POST', '/v1/trips', trip);
  return { id, token };
}

/** A browser context that has never been there, but for the sign-in. */
export async function newSignedInContext(browser, server, token) {
  const origin = `http://127.0.0.1:${server.port}`;
  const user = await callTripTrip(server, token, 'GET', '/v1/me');
  const value = JSON.stringify({ user, token, renewedBy: null });
  return browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: { cookies: [], origins: [{ origin, localStorage: [{ name: 'triptrip.sign-in', value }] }] },
  });
}

/** Opens a trip. @returns ms from the start of the navigation until all its cards are there and its title can be edited */
export async function openTripPage(page, server, id, cards) {
  await page.goto(`http://127.0.0.1:${server.port}/trips/${id}`, { waitUntil: 'commit' });
  const handle = await page.waitForFunction(whenUsable, cards, { polling: 'raf' });
  return handle.jsonValue();
}

/* Runs in the page. */
function whenUsable(cards) {
  const title = document.querySelector('[data-field=title] textarea');
  const isUsable = title?.value !== undefined && title.value !== '' && !title.readOnly;
  return isUsable && document.querySelectorAll('[data-testid=item]').length === cards ? performance.now() : null;
}
