import { cloudflare } from '@cloudflare/vite-plugin';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Set when the build is for another environment of wrangler.toml than development. */
const isDevelopment = process.env.CLOUDFLARE_ENV === undefined;

const examples = ['docs/examples/side-by-side/index.html'];

// Builds the page and, from wrangler.toml, the Worker beside it. The address of the page is index.html at the top.
export default defineConfig({
  plugins: [react(), tailwindcss(), cloudflare()],
  publicDir: 'web/app/public',
  build: { target: 'baseline-widely-available' },
  environments: {
    client: { build: { rolldownOptions: { input: ['index.html', ...(isDevelopment ? examples : [])] } } },
  },
});
