import { parse } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';

/** Compiles the messages of the catalogs, so that no page has to bring the parser of their language. */
export function compiledMessages(): Plugin {
  return {
    name: 'triptrip:messages',
    enforce: 'pre',
    config: () => ({
      resolve: {
        alias: [
          { find: /^@formatjs\/icu-messageformat-parser$/, replacement: '@formatjs/icu-messageformat-parser/no-parser.js' },
        ],
      },
    }),
    transform: {
      filter: { id: /\/web\/app\/messages\/(?:\w+\/)?\w+\.json$/ },
      handler: (json) => JSON.stringify(compile(JSON.parse(json))),
    },
  };
}

function compile(catalog: Record<string, string>): Record<string, object> {
  return Object.fromEntries(Object.entries(catalog).map(([id, message]) => [id, parse(message, { captureLocation: false })]));
}
