import type { Browser, BrowserContext } from 'playwright-core';
import { expect, TestRunner } from 'vitest';
import { recordingFolder } from './recording-folder';

const recorded = new WeakSet<BrowserContext>();

/**
 * Records what a test does in a context from now on: its steps, the network and the console.
 * @param more what else to record; for every test it would take too long
 */
export async function startRecording(context: BrowserContext, more: { screenshots?: boolean; snapshots?: boolean } = {}) {
  if (recorded.has(context)) await context.tracing.stop();
  recorded.add(context);
  await context.tracing.start(more);
}

/**
 * Ends the record, and keeps it with a picture of each page when the test has failed.
 * @returns whether it has
 */
export async function endRecording(context: BrowserContext): Promise<boolean> {
  const hasFailed = TestRunner.getCurrentTest()?.result?.state === 'fail';
  if (!recorded.delete(context)) return hasFailed;
  if (!hasFailed) {
    await context.tracing.stop();
    return false;
  }
  const prefix = `${recordingFolder}${nameOfTest()}/${nextNumber++}`;
  try {
    for (const [index, page] of context.pages().entries()) {
      await page.screenshot({ path: `${prefix}-${index + 1}.png`, timeout: 5_000 });
    }
  } finally {
    // Also when a page hangs, or the next test could not record in this context.
    await context.tracing.stop({ path: `${prefix}.zip` });
  }
  return true;
}

/** The same for tests whose pages go on. */
export async function keepFailure(browser: Browser): Promise<void> {
  if (TestRunner.getCurrentTest()?.result?.state !== 'fail') return;
  for (const context of browser.contexts().filter((one) => recorded.has(one))) {
    await endRecording(context);
    await startRecording(context);
  }
}

let nextNumber = 1;

/** As the name of a folder. */
function nameOfTest(): string {
  return (expect.getState().currentTestName ?? 'test').replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 150);
}
