import { openAs } from '../page-browser';
import { leaveOverlay, type Tour } from './tour';

/** The notifications of somebody, and how they are set. */
export const notificationStates: Tour = {
  // Ben has been made a member of the trip, and was told so.
  open: ({ browser, url }) => openAs(browser, url, 'ben'),
  states: {
    'notifications, one of them unfolded': async (page) => {
      await page.getByRole('button', { name: /^Notifications, / }).click();
      await page.getByRole('dialog').locator('li button[aria-controls]').first().click();
      await page.getByRole('button', { name: 'Open', exact: true }).waitFor();
    },
    'menu of a notification': async (page) => {
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^More for/ })
        .first()
        .click();
      await page.getByRole('menu').waitFor();
    },
    'no notifications of a kind': async (page) => {
      await leaveOverlay(page, 'menu');
      await page.getByRole('button', { name: 'Tasks', exact: true }).click();
      await page.getByText('Nothing of this kind').waitFor();
    },
    'notifications as a page': async (page, { url }) => {
      await page.goto(`${url}/inbox`);
      await page.locator('main li').first().waitFor();
    },
    'settings of notifications, with a wrong code and a wrong address': async (page) => {
      await page.getByRole('link', { name: 'Notification settings' }).click();
      const address = page.getByLabel('E-mail address, or telephone number');
      await address.fill('aoi@example.com');
      await page.keyboard.press('Enter');
      await page.getByLabel('6-digit code sent to aoi@example.com').fill('1');
      await page.keyboard.press('Enter');
      await page.getByText('This is not the code').waitFor();
      await address.fill('nobody');
      await page.keyboard.press('Enter');
      await page.getByText('Neither an e-mail address').waitFor();
    },
  },
};
