import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../scripts/toolchain.mjs';

/**
 * Copies what a clone would have, with what is not committed yet, into a new folder; nothing that was built or made by
 * running. The packages are linked in: to install them takes longer than all the rest.
 */
export function makeWorkingCopy(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'triptrip-clone-'));
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  });
  const deleted = execFileSync('git', ['ls-files', '--deleted', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  for (const file of listed.split('\0')) {
    if (file === '' || deleted.includes(file)) continue;
    mkdirSync(dirname(join(path, file)), { recursive: true });
    cpSync(join(root, file), join(path, file));
  }
  symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
