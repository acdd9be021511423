import fc from 'fast-check';
import { afterAll, vi } from 'vitest';

// The same inputs in every run, so that a red build can be repeated. FUZZ_SEED explores others.
fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20_270_101) });

// Files share a process, and lib0 keeps the clock that it finds when the first of them imports it: one that follows a faked time.
Date.now = () => new globalThis.Date().getTime();

// What a file has faked is gone when the next one begins.
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
