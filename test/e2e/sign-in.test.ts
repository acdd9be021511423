import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DevServer, startServer } from '../support/dev-server';
import { IdentityProvider } from '../support/identity-provider';
import { closePages, eventually, launchBrowser, openPage, type PersonPage } from './page-browser';
import { keepFailure } from './recordings';

/** Signing in at a server that trusts an identity provider: people go there, and come back. */

let provider: IdentityProvider;
let server: DevServer;
let browser: Browser;
const opened: PersonPage[] = [];

beforeAll(async () => {
  provider = await IdentityProvider.start();
  [server, browser] = await Promise.all([startServer({ vars: provider.vars }), launchBrowser()]);
});

afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
  await provider?.stop();
});

afterEach(async () => {
  await keepFailure(browser);
  await closePages(browser);
  expect(opened.splice(0).flatMap(({ problems }) => problems)).toEqual([]);
  provider.refuses = false;
});

async function open(path: string): Promise<Page> {
  const person = await openPage(browser, `${server.url}${path}`);
  opened.push(person);
  return person.page;
}

const signInAt = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true });
const cookiesOf = (page: Page) => page.context().cookies(`${server.url}/v1/auth/renew`);

async function signIn(path = '/'): Promise<Page> {
  const page = await open(path);
  await signInAt(page).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor();
  return page;
}

describe('with an identity provider', () => {
  it('a person is where they wanted to be when they come back, under the name they have there', async () => {
    const page = await signIn('/calendar?view=week');
    expect(page.url()).toBe(`${server.url}/calendar?view=week`);
    await page.getByText('Dana').first().waitFor();
    expect(await cookiesOf(page)).toMatchObject([
      { name: 'triptrip-renewal', httpOnly: true, sameSite: 'Strict', path: '/v1/auth' },
    ]);
    await page.goBack();
    await eventually(() => page.url()).not.toContain('code=');
  });

  it('the demo and its names are not offered', async () => {
    const page = await open('/');
    await signInAt(page).waitFor();
    expect(await page.getByText('development mode').count()).toBe(0);
    await page.getByRole('button', { name: 'I have a token' }).click();
    await page.getByRole('textbox', { name: 'Token' }).waitFor();
    await page.getByRole('button', { name: 'Sign in without a token' }).click();
    await signInAt(page).waitFor();
  });

  it('a token that has run out is renewed once for all tabs, and nobody notices', async () => {
    const page = await signIn();
    await page.evaluate(() => {
      const signedIn = JSON.parse(localStorage.getItem('triptrip.sign-in') ?? '{}');
      localStorage.setItem('triptrip.sign-in', JSON.stringify({ ...signedIn, token: 'has run out' }));
    });
    const before = provider.renewals;
    const other = await page.context().newPage();
    await Promise.all([page.reload(), other.goto(server.url)]);
    for (const tab of [page, other]) await tab.getByText('No trips yet').or(tab.getByText('New trip')).first().waitFor();
    await eventually(() => page.evaluate(() => localStorage.getItem('triptrip.sign-in'))).not.toContain('has run out');
    expect(provider.renewals).toBe(before + 1);
  });

  it('who signs out is forgotten by the browser, too', async () => {
    const page = await signIn();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await signInAt(page).waitFor();
    await eventually(() => cookiesOf(page)).toEqual([]);
  });

  it('who says no at the provider is told so, and can try again', async () => {
    const page = await open('/');
    provider.refuses = true;
    await signInAt(page).click();
    await page.getByRole('alert').waitFor();
    provider.refuses = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await signInAt(page).click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor();
  });

  it('nobody is signed in by an address that somebody else made', async () => {
    const before = provider.codes;
    const page = await open('/sign-in?code=of-somebody-else&state=theirs');
    await page.getByRole('alert').waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(provider.codes).toBe(before);
    expect(await cookiesOf(page)).toEqual([]);
  });
});
