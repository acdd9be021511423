/** Something to be measured on the page, in steps, so that several are measured for the price of one layout. */
export interface Measurement {
  /** Reads the page as it is, and changes nothing. */
  prepare(): void;
  /** Adds to the page what is needed to measure. */
  layOut(): void;
  /** Measures. */
  read(): void;
  /** Takes it away again, and tells what was found. */
  finish(): void;
}

const waiting = new Set<Measurement>();

/** Measures with the next frame, once, together with all others that wait. */
export function measureSoon(measurement: Measurement): void {
  if (waiting.size === 0) requestAnimationFrame(measureAll);
  waiting.add(measurement);
}

/** What was measured would interest nobody any more. */
export function forgetMeasurement(measurement: Measurement): void {
  waiting.delete(measurement);
}

function measureAll(): void {
  const all = [...waiting];
  waiting.clear();
  for (const one of all) one.prepare();
  for (const one of all) one.layOut();
  for (const one of all) one.read();
  for (const one of all) one.finish();
}
