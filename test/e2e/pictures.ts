import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';

/** Where the pictures are that the pages are compared with. */
const folder = fileURLToPath(new URL('pictures/', import.meta.url));

/** Pictures are compared this wide: letters and the edges of lines vanish, the layout and the colours stay. */
const comparedWidth = 160;
/** A block counts as different from this distance of its colours on (0 to 255). */
const toleratedDistance = 28;

// Words are drawn differently by every machine's fonts; where they stand is part of the picture, what they look like is not.
const withoutWords = `
  *, *::before, *::after, *::placeholder { color: transparent !important; -webkit-text-fill-color: transparent !important; caret-color: transparent !important; }
`;

/** Set to write the pictures anew: `UPDATE_PICTURES=1 npx vitest --project e2e test/e2e/visual.test.ts`. */
const isUpdating = process.env.UPDATE_PICTURES !== undefined;

/**
 * Compares what a page shows now with the picture of that name.
 * @returns the share of the picture that differs, 0 to 1; 1 when it has another size
 */
export async function differenceFrom(name: string, page: Page, browser: Browser): Promise<number> {
  const shot = await page.screenshot({ style: withoutWords, animations: 'disabled' });
  const path = `${folder}${name}.png`;
  if (isUpdating) {
    await mkdir(folder, { recursive: true });
    await writeFile(path, await scaled(browser, shot));
    return 0;
  }
  if (!existsSync(path)) throw new Error(`There is no picture ${path}; look at the page, then write it with UPDATE_PICTURES=1`);
  return difference(browser, await readFile(path), await scaled(browser, shot));
}

async function scaled(browser: Browser, picture: Buffer): Promise<Buffer> {
  const base64 = await onBlankPage(browser, (page) =>
    page.evaluate(
      async ({ data, width }) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
        const canvas = new OffscreenCanvas(width, Math.round((bitmap.height * width) / bitmap.width));
        const context = canvas.getContext('2d');
        if (context === null) throw new Error('The browser cannot draw');
        context.imageSmoothingQuality = 'high';
        context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
        const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
        return btoa(String.fromCharCode(...bytes));
      },
      { data: picture.toString('base64'), width: comparedWidth },
    ),
  );
  return Buffer.from(base64, 'base64');
}

function difference(browser: Browser, expected: Buffer, actual: Buffer): Promise<number> {
  return onBlankPage(browser, (page) =>
    page.evaluate(
      async ({ pictures, tolerated }) => {
        const [first, second] = await Promise.all(
          pictures.map(async (data) => {
            const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
            const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
            if (context === null) throw new Error('The browser cannot draw');
            context.drawImage(bitmap, 0, 0);
            return context.getImageData(0, 0, bitmap.width, bitmap.height);
          }),
        );
        if (first === undefined || first.width !== second?.width || first.height !== second.height) return 1;
        let different = 0;
        for (let i = 0; i < first.data.length; i += 4) {
          const distance = [0, 1, 2].map((c) => Math.abs((first.data[i + c] ?? 0) - (second.data[i + c] ?? 0)));
          if (Math.max(...distance) > tolerated) different++;
        }
        return different / (first.width * first.height);
      },
      { pictures: [expected, actual].map((picture) => picture.toString('base64')), tolerated: toleratedDistance },
    ),
  );
}

async function onBlankPage<T>(browser: Browser, work: (page: Page) => Promise<T>): Promise<T> {
  const page = await browser.newPage();
  try {
    return await work(page);
  } finally {
    await page.close();
  }
}
