import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** One import of a file: a package's name, or a path from the top of the repository. */
interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

/** What an area may import besides itself: areas, single files, or (`types:`) only the types of an area. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/protocol': [],
  'src/settings': [],
  'src/recurrence': ['src/protocol'],
  'src/icalendar': ['src/protocol', 'src/recurrence', 'types:src/documents'],
  'src/documents': ['src/protocol', 'src/recurrence'],
  // A client's update of the marks is decoded as one of a document is.
  'src/inbox': ['src/protocol', 'src/settings', 'src/documents/update-decoding'],
  'src/auth': ['src/protocol'],
  'src/db': ['src/protocol', 'src/recurrence', 'types:src/documents', 'types:src/inbox', 'src/documents/event-summaries'],
  'src/routes': [
    'src/auth',
    'src/db',
    'src/protocol',
    'src/recurrence',
    'src/settings',
    'src/icalendar',
    'types:src/documents',
    'types:src/inbox',
    'src/documents/api',
    'src/documents/event',
    'src/inbox/api',
    // What is checked and mapped before any object is asked.
    'src/inbox/intake',
    'src/inbox/channels/callbacks',
    'src/inbox/notifications/preference-rules',
  ],
  'src/index': ['src/auth', 'src/db', 'src/inbox', 'src/protocol', 'src/routes', 'durable-objects'],
  'durable-objects': ['src/protocol', 'src/recurrence', 'src/documents', 'src/inbox'],
  'web/sdk': [
    'src/protocol',
    'src/recurrence',
    'src/documents/calendar',
    'src/documents/calendar-lists',
    'src/documents/event',
    'src/documents/order-keys',
    'src/documents/schema',
    'src/documents/trip',
  ],
  'web/react': ['web/sdk'],
  'web/app': ['web/react'],
};

/** Packages that would tie an area to what it has to be free of. */
const foreignPackages: Readonly<Record<string, RegExp>> = {
  'src/protocol': /^(yjs|y-protocols|cloudflare:|node:|hono|@hono\/|react)/,
  // The Worker, the objects, the SDK and the app all expand series.
  'src/recurrence': /./,
  'src/icalendar': /^(yjs|y-protocols|cloudflare:|node:|hono|@hono\/|react)/,
  'src/documents': /^(cloudflare:|node:|hono|@hono\/|react|ws$)/,
  'src/documents/trip': /^(yjs|y-protocols)/,
  'src/documents/schema': /^(yjs|y-protocols)/,
  'src/documents/order-keys': /^(yjs|y-protocols)/,
  'src/documents/api': /./,
  'src/inbox/api': /./,
  'web/sdk': /^(react|cloudflare:|node:)/,
};

/** Files that a JSON-only client bundles: they reach nothing but each other and the protocol. */
const schemaFiles = [
  'src/documents/trip',
  'src/documents/event',
  'src/documents/event-checks',
  'src/documents/calendar',
  'src/documents/text-formats',
  'src/documents/schema',
  'src/documents/order-keys',
];

function isWithin(target: string, place: string): boolean {
  return target === place || target.startsWith(`${place}/`);
}

function areaOf(file: string): string | undefined {
  return Object.keys(mayImport).find((area) => isWithin(file, area));
}

/** What is wrong with an import; null when it is fine. `file` is without its extension. */
function fault(file: string, { target, typeOnly }: Import): string | null {
  const area = areaOf(file);
  if (area === undefined) return `${file} is in no area that the rules know`;
  if (!isOurs(target)) {
    const foreign = Object.entries(foreignPackages).find(([place, names]) => isWithin(file, place) && names.test(target));
    return foreign ? `${file} must be free of ${target}` : null;
  }
  if (schemaFiles.includes(file)) {
    const free = isWithin(target, 'src/protocol') || isWithin(target, 'src/recurrence');
    return free || schemaFiles.includes(target) ? null : `${file} must not reach ${target}`;
  }
  if (isWithin(target, area)) return null;
  const allowed = (mayImport[area] ?? []).some((place) =>
    place.startsWith('types:') ? typeOnly && isWithin(target, place.slice('types:'.length)) : isWithin(target, place),
  );
  return allowed ? null : `${file} must not import ${target}${typeOnly ? ' (types)' : ''}`;
}

function isOurs(target: string): boolean {
  return /^(src|durable-objects|web|test|scripts|bench)\//.test(target);
}

function importsOf(file: string, source: string): Import[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const statements = code.matchAll(/^\s*(?:import|export)\b(\s+type\b)?(?:[^'"`;]*?\bfrom)?\s*'([^']+)'/gm);
  const calls = code.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g);
  return [
    ...Array.from(statements, ([, type, specifier]) => ({
      target: resolve(file, specifier as string),
      typeOnly: type !== undefined,
    })),
    ...Array.from(calls, ([, specifier]) => ({ target: resolve(file, specifier as string), typeOnly: false })),
  ];
}

function resolve(file: string, specifier: string): string {
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier;
}

const files = globSync(['src/**/*.ts', 'durable-objects/**/*.ts', 'web/**/*.{ts,tsx}'])
  .filter((file) => !file.endsWith('.d.ts'))
  .toSorted();

describe('import rules', () => {
  it('every file keeps them', () => {
    const faults = files.flatMap((file) => {
      const name = file.replace(/\.tsx?$/, '');
      return importsOf(name, readFileSync(file, 'utf8'))
        .map((one) => fault(name, one))
        .filter((one) => one !== null);
    });
    expect(faults).toEqual([]);
  });

  it('reads the files of every area that exists', () => {
    for (const area of [
      'src/protocol',
      'src/documents',
      'src/auth',
      'src/db',
      'src/routes',
      'durable-objects',
      'web/sdk',
      'web/app',
    ]) {
      expect(
        files.some((file) => isWithin(file, area)),
        area,
      ).toBe(true);
    }
  });

  it.each([
    ['src/protocol/frames', 'src/documents/api'],
    ['src/protocol/frames', 'yjs'],
    ['src/documents/writer', 'durable-objects/socket'],
    ['src/documents/writer', 'cloudflare:workers'],
    ['src/documents/trip', 'src/documents/layout'],
    ['src/documents/trip', 'yjs'],
    ['src/auth/policy', 'src/db/people'],
    ['src/db/people', 'src/routes/app'],
    ['src/routes/trips', 'src/documents/writer'],
    ['src/routes/trips', 'durable-objects/trip-document'],
    ['durable-objects/trip-document', 'src/auth/authenticate'],
    ['durable-objects/trip-document', 'src/routes/app'],
    ['web/sdk/client', 'src/documents/layout'],
    ['web/sdk/client', 'src/routes/app'],
    ['web/sdk/client', 'react'],
    ['web/react/use-trip', 'src/protocol/frames'],
    ['web/app/app', 'web/sdk/index'],
    ['web/app/app', 'src/protocol/codes'],
    ['src/new-area/file', 'src/protocol/codes'],
  ])('%s → %s is a fault', (file, target) => {
    expect(fault(file, { target, typeOnly: false })).not.toBeNull();
  });

  it('routes may know the types of an engine, not its code', () => {
    expect(fault('src/routes/trips', { target: 'src/documents/trip', typeOnly: true })).toBeNull();
    expect(fault('src/routes/trips', { target: 'src/documents/trip', typeOnly: false })).not.toBeNull();
  });

  it('finds every form of an import', () => {
    const source = `
      import a from './a';
      import type { B } from '../b/b';
      import {
        c,
        type D,
      } from 'c';
      export { e } from './e';
      export type { F } from './f';
      export * from './g';
      import './h.css';
      const i = await import('./i');
      // import j from './j';
      /* import k from './k'; */`;
    expect(importsOf('src/x/file', source)).toEqual([
      { target: 'src/x/a', typeOnly: false },
      { target: 'src/b/b', typeOnly: true },
      { target: 'c', typeOnly: false },
      { target: 'src/x/e', typeOnly: false },
      { target: 'src/x/f', typeOnly: true },
      { target: 'src/x/g', typeOnly: false },
      { target: 'src/x/h.css', typeOnly: false },
      { target: 'src/x/i', typeOnly: false },
    ]);
  });
});
