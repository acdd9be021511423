/** There are fewer, but each may be written in thousands of ways: letters may be large or small. */
const maxKnown = 600;
const known = new Set<string>();

/** Whether this machine knows a time zone of that name. */
export function isZone(name: string): boolean {
  if (known.has(name)) return true;
  // Some machines take offsets such as +01:00 for zones, and others do not.
  if (!/^[A-Za-z][\w+/-]{0,63}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
  if (known.size >= maxKnown) known.clear();
  known.add(name);
  return true;
}
