import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { startServer } from '../support/dev-server';

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string;
  }
}

/** Starts the server of all browser tests that neither stop one nor care who else is on it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  project.provide('serverUrl', server.url);
  return () => server.stop();
}

/** The address of that server, without a slash at the end. Trips are a test's own; people are everybody's. */
export function sharedServer(): { readonly url: string } {
  return { url: inject('serverUrl') };
}
