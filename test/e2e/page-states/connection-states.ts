import type { Page } from 'playwright-core';
import { createTrip, putMember } from '../../support/rest-client';
import { comeOnline, insertCable, notesOf, openAs, titleOf } from '../page-browser';
import { leaveOverlay, type Scene, type Tour } from './tour';

/** A trip that is on its way, or cannot come. */
export const unreachableTripStates: Tour = {
  open: ({ browser, url }) => openAs(browser, url, 'ben'),
  states: {
    'trip that is loading': async (page, { url, tripId }) => {
      // A server that accepts and says nothing.
      await page.routeWebSocket(/\/v1\/trips\//, () => undefined);
      await page.goto(`${url}/trips/${tripId}`);
      await page.locator('.skeleton').first().waitFor();
    },
    'trip that cannot be reached': async (page, { url, tripId }) => {
      (await insertCable(page)).pull();
      await page.goto(`${url}/trips/${tripId}`);
      await page.getByTestId('notice').waitFor();
    },
    'trip that this device cannot keep': async (page, { url, tripId }) => {
      await insertCable(page);
      await page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
      await page.goto(`${url}/trips/${tripId}`);
      await page.locator('.tt-storage-warning').waitFor();
    },
  },
};

/** A page whose part of the app is on its way. */
export const partsOnTheirWay: Tour = {
  open: ({ browser, url }) => openAs(browser, url, 'ben'),
  states: Object.fromEntries(
    ['calendar', 'inbox', 'inbox/settings', 'invites/1234'].map((path) => [
      `${path}, its part of the page on its way`,
      onItsWay(path),
    ]),
  ),
};

/** A page that loses its connection, and with it, later, the right to edit. */
export function tourWithoutConnection(): Tour {
  let id: string;
  let cable: Awaited<ReturnType<typeof insertCable>>;
  return {
    open: async ({ browser, url, owner }) => {
      id = await createTrip(owner, { title: 'Kyoto' });
      await putMember(owner, id, 'ben', 'editor');
      const opened = await openAs(browser, url, 'ben');
      cable = await insertCable(opened.page);
      await opened.page.goto(`${url}/trips/${id}`);
      await notesOf(opened.page).waitFor();
      return opened;
    },
    states: {
      'trip that went offline': async (page) => {
        cable.pull();
        await titleOf(page).press('End');
        await page.keyboard.type(' by night train');
        await page.getByTestId('notice').waitFor();
      },
      'signing out with unsaved edits': async (page) => {
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.getByRole('dialog').waitFor();
      },
      'list of trips without a connection': async (page) => {
        await leaveOverlay(page, 'dialog');
        await page.route('**/v1/**', (route) => route.abort());
        await page.getByRole('link', { name: 'All trips', exact: true }).click();
        await page.getByRole('heading', { name: 'On this device' }).waitFor();
      },
      'edits that could not be saved': async (page, { owner }) => {
        await page.unroute('**/v1/**');
        await page.getByRole('listitem').filter({ hasText: 'Kyoto by night train' }).getByRole('link').click();
        await titleOf(page).waitFor();
        await putMember(owner, id, 'ben', 'viewer');
        cable.plug();
        await comeOnline(page);
        await page.getByRole('button', { name: 'Show' }).click();
        await page.getByRole('dialog').waitFor();
      },
    },
  };
}

/** A page whose own script does not arrive. */
function onItsWay(path: string): (page: Page, scene: Scene) => Promise<unknown> {
  return async (page, { url }) => {
    await page.route(/-page-[\w-]+\.js$/, () => undefined);
    await page.goto(`${url}/${path}`, { waitUntil: 'commit' });
    await page.locator('.skeleton').first().waitFor();
  };
}
