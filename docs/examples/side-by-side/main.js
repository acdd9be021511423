import { createClient, devLogin } from '../../../web/sdk';
import { describeError } from '../../../web/sdk/errors';
import { openWithSdk } from './sdk.js';
import { openWithYWebsocket } from './stock.js';

const url = location.origin;

// Of the demo that `npm start` creates; anybody may sign in as anybody there.
const people = [
  { user_id: 'ben', name: 'Ben' },
  { user_id: 'aoi', name: '葵' },
];

try {
  const [ben, aoi] = await Promise.all(people.map((person) => devLogin(url, person)));
  const tripId = new URLSearchParams(location.search).get('trip') ?? (await firstTrip(ben));
  openWithYWebsocket(document.querySelector('#stock'), url, tripId, ben.token);
  openWithSdk(document.querySelector('#sdk'), url, tripId, aoi.token, aoi.user.id);
} catch (error) {
  document.querySelector('#problem').textContent = describeError(error, 'en').message;
}

/** The trip that was changed last. */
async function firstTrip({ token }) {
  const { trips } = await createClient({ url, token }).api.listTrips();
  if (trips.length === 0) throw new Error('Ben has no trip yet');
  return trips[0].id;
}
