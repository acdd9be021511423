import { expect, it } from 'vitest';
import { onePage } from './one-page';
import { openAs } from './page-browser';
import { sharedServer } from './shared-server';

const server = sharedServer();
const openPage = onePage();

it('another language comes to the whole page at once, however slowly its words come', async () => {
  const { page } = await openPage((browser) => openAs(browser, `${server.url}/calendar`, 'aoi'));
  await page.getByRole('button', { name: 'New event' }).waitFor();
  const texts: string[] = [];
  await page.exposeFunction('noteTexts', (text: string) => texts.push(text));
  // The words of the calendar are asked for beside those of the app, and come last.
  let asked = 0;
  let release = () => {};
  const late = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/assets\/ja-[^/]*\.js$/, async (route) => {
    asked++;
    const response = await route.fetch();
    if ((await response.text()).includes('app.tagline')) return route.fulfill({ response });
    await late;
    await route.fulfill({ response });
  });
  await page.evaluate(() => {
    const note = () => (window as unknown as { noteTexts: (text: string) => void }).noteTexts(document.body.innerText);
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await page.locator('button[lang=ja]').click();
  await expect.poll(() => asked).toBe(2);
  release();
  await page.locator('html[lang=ja]').waitFor();
  await page.getByRole('button', { name: '新しい予定' }).waitFor();
  // No moment in which the head of the page spoke Japanese and the calendar English.
  expect(texts.filter((text) => text.includes('カレンダー') && text.includes('New event'))).toEqual([]);
});
