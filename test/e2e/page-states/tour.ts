import type { Browser, Page } from 'playwright-core';
import { type Caller, expectOk, login } from '../../support/rest-client';
import type { PersonPage } from '../page-browser';

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

/** States that one page goes through in this order: to open it anew for each would take most of the time. */
export interface Tour {
  open(scene: Scene): Promise<PersonPage>;
  readonly states: Readonly<Record<string, (page: Page, scene: Scene) => Promise<unknown>>>;
}

/** Ben has parts of a document for himself. */
export async function takeAsBen(owner: Caller, document: string, ...paths: readonly string[]): Promise<void> {
  const ben = await login(owner.url, 'ben', 'Ben');
  for (const path of paths) await expectOk(ben, 'POST', `${document}/locks`, { path });
}

/** Closes a menu or a dialog, and waits until it is gone. */
export async function leaveOverlay(page: Page, role: 'menu' | 'dialog'): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole(role).waitFor({ state: 'detached' });
}
