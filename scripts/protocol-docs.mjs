import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagesFolder, protocolPages } from './protocol-docs/pages.mjs';
import { root } from './toolchain.mjs';

// node scripts/protocol-docs.mjs: writes docs/protocol anew. A test tells when that is due.
const folder = join(root, pagesFolder);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, text] of protocolPages()) writeFileSync(join(folder, name), text);
