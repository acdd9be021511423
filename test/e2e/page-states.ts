import type { Browser } from 'playwright-core';
import { type Caller, createTrip, expectOk, putMember } from '../support/rest-client';
import { comeOnline, insertCable, notesOf, openAs, openPage, openTripAs, type PersonPage, titleOf } from './page-browser';

/** Where the states of the page are looked at. */
export interface Scene {
  readonly browser: Browser;
  /** Of the server. */
  readonly url: string;
  /** Of the trip: 葵. */
  readonly owner: Caller;
  /** A trip with Ben as an editor and Chloé as a viewer. */
  readonly tripId: string;
}

/** Every page and state, and how to get there. */
export const pageStates: Readonly<Record<string, (scene: Scene) => Promise<PersonPage>>> = {
  'sign in': ({ browser, url }) => openPage(browser, url),
  'sign in by token, refused': async ({ browser, url }) => {
    const opened = await openPage(browser, url);
    await opened.page.getByRole('button', { name: 'I have a token' }).click();
    await opened.page.getByRole('textbox', { name: 'Token' }).fill('nonsense');
    await opened.page.getByRole('button', { name: 'Sign in' }).click();
    await opened.page.getByRole('alert').waitFor();
    return opened;
  },
  'list of trips': async ({ browser, url }) => {
    const opened = await openAs(browser, url, 'ben');
    await opened.page.locator('main li a').first().waitFor();
    return opened;
  },
  'empty list': async ({ browser, url }) => {
    const opened = await openPage(browser, url);
    await opened.page.getByLabel('Another name').fill('Nobody');
    await opened.page.keyboard.press('Enter');
    await opened.page.getByText('No trips yet').waitFor();
    return opened;
  },
  'failing list': async ({ browser, url }) => {
    const opened = await openAs(browser, url, 'ben');
    await opened.page.route(/\/v1\/trips(\?|$)/, (route) => route.abort());
    await opened.page.reload();
    await opened.page.getByRole('alert').waitFor();
    return opened;
  },
  'dialog for a new trip': async ({ browser, url }) => {
    const opened = await openAs(browser, url, 'ben');
    await opened.page.getByRole('button', { name: 'New trip' }).click();
    await opened.page.getByRole('dialog').waitFor();
    return opened;
  },
  'menu of a trip in the list': async ({ browser, url }) => {
    const opened = await openAs(browser, url, 'aoi');
    await opened.page.getByRole('button', { name: 'Options' }).first().click();
    await opened.page.getByRole('menu').waitFor();
    return opened;
  },
  'trip as an editor': async ({ browser, url, tripId }) => {
    const opened = await openTripAs(browser, url, tripId, 'ben');
    await notesOf(opened.page).waitFor();
    return opened;
  },
  'trip with an unfolded card': async ({ browser, url, tripId }) => {
    const opened = await openTripAs(browser, url, tripId, 'ben');
    await opened.page.getByRole('button', { name: 'Details' }).first().click();
    await opened.page.getByRole('button', { name: 'Duplicate' }).waitFor();
    return opened;
  },
  'budget of a trip': async ({ browser, url, tripId }) => {
    const opened = await openAs(browser, `${url}/trips/${tripId}/budget`, 'ben');
    await opened.page.getByRole('region', { name: 'Budget' }).waitFor();
    return opened;
  },
  'links of a trip': async ({ browser, url, tripId }) => {
    const opened = await openAs(browser, `${url}/trips/${tripId}/links`, 'ben');
    await opened.page.getByLabel('Address of a new link').waitFor();
    return opened;
  },
  'trip with the help for the keyboard': async ({ browser, url, tripId }) => {
    const opened = await openTripAs(browser, url, tripId, 'ben');
    await opened.page.keyboard.press('?');
    await opened.page.getByRole('dialog').waitFor();
    return opened;
  },
  'trip whose picture is being chosen': async ({ browser, url, tripId }) => {
    const opened = await openTripAs(browser, url, tripId, 'ben');
    await opened.page.getByRole('button', { name: 'Change the picture' }).click();
    await opened.page.getByRole('dialog').waitFor();
    return opened;
  },
  'trip that has just been archived': async ({ browser, url, owner }) => {
    const opened = await openTripAs(browser, url, await createTrip(owner, { title: 'Kyoto' }), 'aoi');
    await opened.page.getByRole('button', { name: 'More about this trip' }).click();
    await opened.page.getByRole('menuitem', { name: 'Archive' }).click();
    await opened.page.getByRole('button', { name: 'Undo' }).last().waitFor();
    return opened;
  },
  'trip as a viewer': ({ browser, url, tripId }) => openTripAs(browser, url, tripId, 'chloe'),
  'trip with somebody else in a field': async ({ browser, url, tripId }) => {
    const opened = await openTripAs(browser, url, tripId, 'ben');
    const other = await openTripAs(browser, url, tripId, 'aoi');
    await titleOf(other.page).click();
    await opened.page.locator('[data-field=title]', { hasText: '葵' }).waitFor();
    return opened;
  },
  'trip that is loading': async ({ browser, url, tripId }) => {
    const opened = await openAs(browser, url, 'ben');
    // A server that accepts and says nothing.
    await opened.page.routeWebSocket(/\/v1\/trips\//, () => undefined);
    await opened.page.goto(`${url}/trips/${tripId}`);
    await opened.page.locator('.skeleton').first().waitFor();
    return opened;
  },
  'trip that cannot be reached': async ({ browser, url, tripId }) => {
    const opened = await openAs(browser, url, 'ben');
    (await insertCable(opened.page)).pull();
    await opened.page.goto(`${url}/trips/${tripId}`);
    await opened.page.getByTestId('notice').waitFor();
    return opened;
  },
  'trip that went offline': async ({ browser, url, tripId }) => {
    const opened = await openAs(browser, url, 'ben');
    const cable = await insertCable(opened.page);
    await opened.page.goto(`${url}/trips/${tripId}`);
    await notesOf(opened.page).waitFor();
    cable.pull();
    await opened.page.getByTestId('notice').waitFor();
    return opened;
  },
  'trip that is being shared': async ({ browser, url, tripId }) => {
    const opened = await openTripAs(browser, url, tripId, 'aoi');
    await opened.page.getByRole('button', { name: 'Share' }).click();
    await opened.page.getByRole('button', { name: 'Make a link' }).click();
    await opened.page.getByLabel('Invitation link').waitFor();
    return opened;
  },
  'trip that this device cannot keep': async ({ browser, url, tripId }) => {
    const opened = await openAs(browser, url, 'ben');
    await opened.page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
    await opened.page.goto(`${url}/trips/${tripId}`);
    await opened.page.locator('.tt-storage-warning').waitFor();
    return opened;
  },
  'edits that could not be saved': async (scene) => {
    const { opened, cable, id } = await openWithUnsavedEdit(scene);
    await putMember(scene.owner, id, 'ben', 'viewer');
    cable.plug();
    await comeOnline(opened.page);
    await opened.page.getByRole('button', { name: 'Show' }).click();
    await opened.page.getByRole('dialog').waitFor();
    return opened;
  },
  'signing out with unsaved edits': async (scene) => {
    const { opened } = await openWithUnsavedEdit(scene);
    await opened.page.getByRole('button', { name: 'Sign out' }).click();
    await opened.page.getByRole('dialog').waitFor();
    return opened;
  },
  'list of trips without a connection': async (scene) => {
    const { opened } = await openWithUnsavedEdit(scene);
    await opened.page.route('**/v1/**', (route) => route.abort());
    await opened.page.getByRole('link', { name: 'All trips', exact: true }).click();
    await opened.page.getByRole('heading', { name: 'On this device' }).waitFor();
    return opened;
  },
  invitation: async ({ browser, owner, tripId }) => {
    const invite = await expectOk<{ url: string }>(owner, 'POST', `/v1/trips/${tripId}/invites`, { role: 'editor' });
    const opened = await openAs(browser, invite.url, 'chloe');
    await opened.page.getByRole('button', { name: 'Join the trip' }).waitFor();
    return opened;
  },
  'invitation that does not exist': async ({ browser, url }) => {
    const opened = await openAs(browser, `${url}/invites/nonsense`, 'chloe');
    await opened.page.getByRole('heading', { name: 'This invitation does not exist' }).waitFor();
    return opened;
  },
  'trip that does not exist': async ({ browser, url }) => {
    const opened = await openAs(browser, `${url}/trips/0197aaaa-0000-7000-8000-000000000000`, 'ben');
    await opened.page.getByRole('alert').waitFor();
    return opened;
  },
  'page that does not exist': async ({ browser, url }) => {
    const opened = await openAs(browser, `${url}/nowhere`, 'ben');
    await opened.page.getByRole('heading').waitFor();
    return opened;
  },
};

/** A trip of which the device has an edit that the server does not have. */
async function openWithUnsavedEdit({ browser, url, owner }: Scene) {
  const id = await createTrip(owner, { title: 'Kyoto' });
  await putMember(owner, id, 'ben', 'editor');
  const opened = await openAs(browser, url, 'ben');
  const cable = await insertCable(opened.page);
  await opened.page.goto(`${url}/trips/${id}`);
  await notesOf(opened.page).waitFor();
  cable.pull();
  await titleOf(opened.page).press('End');
  await opened.page.keyboard.type(' by night train');
  await opened.page.getByTestId('notice').waitFor();
  return { opened, cable, id };
}
