import { cloudflare } from '@cloudflare/vite-plugin';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Builds the page and, from wrangler.toml, the Worker beside it. The address of the page is index.html at the top.
export default defineConfig({
  plugins: [react(), tailwindcss(), cloudflare()],
  publicDir: 'web/app/public',
  build: { target: 'baseline-widely-available' },
});
