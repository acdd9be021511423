import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { startServer } from '../support/dev-server';
import { recordingFolder } from './recording-folder';

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string;
  }
}

/** Starts the server of all browser tests that neither stop one nor care who else is on it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await rm(recordingFolder, { recursive: true, force: true });
  const server = await startServer();
  project.provide('serverUrl', server.url);
  return async () => {
    await server.stop();
    if (existsSync(recordingFolder)) process.stdout.write(`What the browser tests recorded: ${recordingFolder}\n`);
  };
}

/** The address of that server, without a slash at the end. Trips are a test's own; people are everybody's. */
export function sharedServer(): { readonly url: string } {
  return { url: inject('serverUrl') };
}
