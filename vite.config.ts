import { cloudflare } from '@cloudflare/vite-plugin';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compiledMessages } from './scripts/vite/messages.ts';
import { offlineApp } from './scripts/vite/offline.ts';

/** Set when the build is for another environment of wrangler.toml than development. */
const isDevelopment = process.env.CLOUDFLARE_ENV === undefined;

const examples = ['docs/examples/side-by-side/index.html'];

/** The components bring words in thirty languages; the page has these. */
const words = optimizeLocales.vite({ locales: ['en-US', 'ja-JP'] });

/**
 * Whether a module may be in the piece that the page begins with: the entries themselves stay what they are, and the stock
 * client is there for an example alone.
 */
function inFirst(id: string): boolean {
  return !/\/docs\/|\/index\.html|\/web\/app\/main\.tsx|\/node_modules\/y-websocket\//.test(id);
}

// Builds the page and, from wrangler.toml, the Worker beside it. The address of the page is index.html at the top.
export default defineConfig({
  plugins: [words, compiledMessages(), offlineApp(), react(), tailwindcss(), cloudflare()],
  publicDir: 'web/app/public',
  build: { target: 'baseline-widely-available', modulePreload: { polyfill: false } },
  environments: {
    client: {
      build: {
        // That piece is larger than what is warned about; `npm test -- build` watches its size.
        chunkSizeWarningLimit: 1_000,
        rolldownOptions: {
          input: ['index.html', ...(isDevelopment ? examples : [])],
          // What the first look needs comes in one piece, whatever the pages that load later share with it: dozens of small
          // pieces compress worse than one.
          output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'], test: inFirst }] } },
        },
      },
    },
  },
});
