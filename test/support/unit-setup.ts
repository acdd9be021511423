import fc from 'fast-check';

// The same inputs in every run, so that a red build can be repeated. FUZZ_SEED explores others.
fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20_270_101) });
