import { fileURLToPath } from 'node:url';

/**
 * Where browser tests leave what they recorded: those that failed, and the plan of two people. Traces are looked at by
 * `npx playwright-core show-trace <file>`.
 */
export const recordingFolder = fileURLToPath(new URL('../results/', import.meta.url));
