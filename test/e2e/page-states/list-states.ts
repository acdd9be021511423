import { expectOk } from '../../support/rest-client';
import { openAs, openPage, titleOf } from '../page-browser';
import { leaveOverlay, type Tour } from './tour';

/** Nobody is signed in, and then somebody new. */
export const signInStates: Tour = {
  open: ({ browser, url }) => openPage(browser, url),
  states: {
    'sign in': (page) => page.getByRole('button', { name: 'Sign in as Ben' }).waitFor(),
    'sign in with an identity provider': async (page) => {
      const provider = { authorization_endpoint: 'https://id.example/authorize', client_id: 'app', scope: 'openid' };
      await page.route('**/v1/auth/ways', (route) => route.fulfill({ json: { development: false, provider } }));
      await page.reload();
      await page.getByText('asked who you are').waitFor();
    },
    'sign in that did not work': async (page) => {
      await page.goto(new URL('/sign-in?error=access_denied', page.url()).href);
      await page.getByRole('alert').waitFor();
    },
    'sign in by token, refused': async (page) => {
      await page.unroute('**/v1/auth/ways');
      await page.goto(new URL('/', page.url()).href);
      await page.getByRole('button', { name: 'I have a token' }).click();
      await page.getByRole('textbox', { name: 'Token' }).fill('nonsense');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
    },
    'empty list': async (page) => {
      await page.reload();
      await page.getByLabel('Another name').fill('Nobody');
      await page.keyboard.press('Enter');
      await page.getByText('No trips yet').waitFor();
    },
  },
};

/** The list of trips. */
export const listStates: Tour = {
  open: ({ browser, url }) => openAs(browser, url, 'aoi'),
  states: {
    'list of trips': (page) => page.locator('main li a').first().waitFor(),
    'menu of a trip in the list': async (page) => {
      await page.getByRole('button', { name: 'Options' }).first().click();
      await page.getByRole('menu').waitFor();
    },
    'dialog for a new trip': async (page) => {
      await leaveOverlay(page, 'menu');
      await page.getByRole('button', { name: 'New trip' }).click();
      await page.getByRole('dialog').waitFor();
    },
    'failing list': async (page) => {
      await page.route(/\/v1\/trips(\?|$)/, (route) => route.abort());
      await page.reload();
      await page.getByRole('alert').waitFor();
    },
  },
};

/** What an invitation leads to, and what is not there. */
export const invitationStates: Tour = {
  open: async ({ browser, url, owner, tripId }) => {
    const invite = await expectOk<{ url: string }>(owner, 'POST', `/v1/trips/${tripId}/invites`, { role: 'editor' });
    return openAs(browser, invite.url.replace(/^https?:\/\/[^/]+/, url), 'chloe');
  },
  states: {
    invitation: (page) => page.getByRole('button', { name: 'Join the trip' }).waitFor(),
    'invitation that does not exist': async (page, { url }) => {
      await page.goto(`${url}/invites/nonsense`);
      await page.getByRole('heading', { name: 'This invitation does not exist' }).waitFor();
    },
    'trip that does not exist': async (page, { url }) => {
      await page.goto(`${url}/trips/0197aaaa-0000-7000-8000-000000000000`);
      await page.getByRole('alert').waitFor();
    },
    'page that does not exist': async (page, { url }) => {
      await page.goto(`${url}/nowhere`);
      await page.getByRole('heading').waitFor();
    },
    'trip as a viewer': async (page, { url, tripId }) => {
      await page.goto(`${url}/trips/${tripId}`);
      await titleOf(page).waitFor();
    },
  },
};
