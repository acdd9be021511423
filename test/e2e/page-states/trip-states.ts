import { createTrip, expectOk } from '../../support/rest-client';
import { itemsOf, notesOf, openTripAs, titleOf } from '../page-browser';
import { leaveOverlay, type Tour, takeAsBen } from './tour';

/** A trip, its notes, its board and its parts, as an editor sees them. */
export const editedTripStates: Tour = {
  open: ({ browser, url, tripId }) => openTripAs(browser, url, tripId, 'ben'),
  states: {
    'trip as an editor': (page) => notesOf(page).waitFor(),
    'notes whose link is being written': async (page) => {
      await notesOf(page).click();
      await page.keyboard.press('Control+A');
      await page.keyboard.press('Control+k');
      await page.getByLabel('Address of the link').fill('javascript:alert(1)');
      await page.keyboard.press('Enter');
      await page.locator('#notes').getByRole('alert').waitFor();
    },
    'notes whose link is pointed at': async (page) => {
      await page.getByLabel('Address of the link').fill('maps.example/kyoto');
      await page.keyboard.press('Enter');
      await notesOf(page).locator('a').first().waitFor();
      await page.keyboard.press('ArrowLeft');
      await page.getByRole('link', { name: 'Open maps.example/kyoto in a new tab' }).waitFor();
    },
    'trip with an unfolded card': async (page) => {
      const card = itemsOf(page, 1).first();
      await card.getByRole('button', { name: 'Details' }).click();
      await card.getByRole('button', { name: 'Duplicate' }).waitFor();
    },
    'card with a wrong cost and a wrong link': async (page) => {
      const card = itemsOf(page, 1).first();
      for (const [label, value] of [
        ['Cost', '1.2.3'],
        ['Link', 'javascript:alert(1)'],
      ] as const) {
        await card.getByLabel(label, { exact: true }).fill(value);
        await page.keyboard.press('Enter');
      }
      await card.getByRole('alert').nth(1).waitFor();
    },
    'trip with the help for the keyboard': async (page) => {
      await page.getByRole('button', { name: 'Details' }).first().focus();
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
    'trip with the palette to jump by': async (page) => {
      await leaveOverlay(page, 'dialog');
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('option').first().waitFor();
    },
    'trip with a palette that finds nothing': async (page) => {
      await page.getByRole('combobox', { name: 'Go to' }).fill('Timbuktu');
      await page.getByRole('dialog').getByRole('option').waitFor({ state: 'detached' });
    },
    'trip whose picture is being chosen': async (page) => {
      await leaveOverlay(page, 'dialog');
      await page.getByRole('button', { name: 'Change the picture' }).click();
      await page.getByRole('dialog').waitFor();
    },
    'history of a trip': async (page) => {
      await leaveOverlay(page, 'dialog');
      await page.getByRole('button', { name: 'More about this trip' }).click();
      await page.getByRole('menuitem', { name: 'History' }).click();
      await page.getByRole('dialog').locator('li').first().getByRole('button').first().click();
      await page.getByRole('dialog').locator('dl').waitFor();
    },
    'budget of a trip': async (page) => {
      await leaveOverlay(page, 'dialog');
      await page.getByRole('link', { name: 'Budget' }).first().click();
      await page.getByRole('region', { name: 'Budget' }).waitFor();
    },
    'budget with a wrong amount': async (page) => {
      await page.getByTestId('budget-JPY').getByRole('textbox').fill('1.2.3');
      await page.keyboard.press('Enter');
      await page.locator('#budget').getByRole('alert').waitFor();
    },
    'links of a trip': async (page) => {
      await page.getByRole('link', { name: 'Links' }).first().click();
      await page.getByLabel('Address of a new link').fill('https://example.com/kyoto');
      await page.keyboard.press('Enter');
      await page.getByTestId('link').waitFor();
    },
    'links with a wrong address': async (page) => {
      await page.getByLabel('Address of a new link').fill('mailto:a@b.example');
      await page.keyboard.press('Enter');
      await page.locator('#links').getByRole('alert').waitFor();
    },
  },
};

/** A trip in which there is nothing yet. */
export const newTripStates: Tour = {
  open: async ({ browser, url, owner }) =>
    openTripAs(browser, url, await createTrip(owner, { title: 'Kyoto', cover: 'cover:temple' }), 'aoi'),
  states: {
    'trip without dates and cards': (page) => notesOf(page).waitFor(),
    'trip that is being shared': async (page) => {
      await page.getByRole('button', { name: 'Share' }).click();
      await page.getByRole('button', { name: 'Make a link' }).click();
      await page.getByLabel('Invitation link').waitFor();
    },
    'trip that has just been archived': async (page) => {
      await leaveOverlay(page, 'dialog');
      await page.getByRole('button', { name: 'More about this trip' }).click();
      await page.getByRole('menuitem', { name: 'Archive' }).click();
      await page.getByRole('button', { name: 'Undo' }).last().waitFor();
    },
  },
};

/** A trip in which somebody else is. */
export const tripInCompanyStates: Tour = {
  open: ({ browser, url, tripId }) => openTripAs(browser, url, tripId, 'ben'),
  states: {
    'trip with somebody else in a field': async (page, { browser, url, tripId }) => {
      const other = await openTripAs(browser, url, tripId, 'aoi');
      await titleOf(other.page).click();
      await page.locator('[data-field=title]', { hasText: '葵' }).waitFor();
    },
  },
};

/** A trip of which somebody else has parts for themselves. */
export const lockedTripStates: Tour = {
  open: ({ browser, url, tripId }) => openTripAs(browser, url, tripId, 'aoi'),
  states: {
    'trip with parts that somebody else has': async (page, { owner, tripId }) => {
      const trip = `/v1/trips/${tripId}`;
      const { itinerary } = await expectOk<{ itinerary: { id: string }[] }>(owner, 'GET', trip);
      await takeAsBen(owner, trip, '/title', '/start_date', '/notes', `/itinerary/@${itinerary[0]?.id}`);
      await page.getByText('4 locked').waitFor();
    },
    'trip that somebody else has as a whole': async (page, { owner, tripId }) => {
      await takeAsBen(owner, `/v1/trips/${tripId}`, '');
      await page.getByText(/^Ben has everything here/).waitFor();
    },
  },
};
