/** What to call a browser among a person's sessions: its name and its system and nothing else; null for what is no known one. */
export function deviceName(userAgent: string | undefined): string | null {
  const isKnown = browsers.some(([, pattern]) => pattern.test(userAgent ?? ''));
  return userAgent !== undefined && isKnown ? browserLabel(userAgent) : null;
}

/** What to call a browser in the list of devices: its name and its system, as far as it tells them. */
export function browserLabel(userAgent: string): string {
  const browser = browsers.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? 'Browser';
  const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0];
  return system === undefined ? browser : `${browser} · ${system}`;
}

/** In this order: most browsers name others too. */
const browsers = [
  ['Edge', /Edg\//],
  ['Opera', /OPR\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Chrome', /Chrome\/|CriOS\//],
  ['Safari', /Safari\//],
] as const;

const systems = [
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Windows', /Windows/],
  ['Mac', /Mac OS X/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
] as const;
