import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildPackages } from '../../scripts/packages/build.mjs';
import { packageFolders, readManifest } from '../../scripts/packages/manifest.mjs';
import { root, toolEnvironment, toolNode, toolScript } from '../../scripts/toolchain.mjs';

/** A folder of an application into which our packages were installed as they would be published. */
export interface Application {
  readonly folder: string;
  /** Writes a file, and answers its path. */
  write(name: string, text: string): string;
  /** Type-checks the application, declarations of packages included; answers what TypeScript says, '' when all is well. */
  typecheck(...flags: readonly string[]): string;
  remove(): void;
}

/** Packages that only the applications of these tests need. */
const ownDependencies = ['@types/react', '@types/react-dom', '@types/node', 'csstype', 'hono', 'react-dom'];

const compilerOptions = {
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  module: 'nodenext',
  strict: true,
  noEmit: true,
  jsx: 'react-jsx',
  types: ['node'],
  // The declarations are what is tested.
  skipLibCheck: false,
};

/** Builds and packs the packages, and unpacks them in a new folder beside what they depend on. */
export async function installPackages(): Promise<Application> {
  if (!areBuilt() && !(await buildPackages())) throw new Error('the packages do not build');
  const folder = mkdtempSync(join(tmpdir(), 'triptrip-application-'));
  for (const source of packageFolders) install(source, folder);
  for (const name of ownDependencies) link(name, folder);
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  write('package.json', JSON.stringify({ type: 'module', private: true }));
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*'] }));
  return { folder, write, typecheck: (...flags) => typecheck(folder, flags), remove: () => rmSync(folder, { recursive: true }) };
}

/** Whether they are built from what is there now. They are in `npm test`: files that built them at the same time would take each other's away. */
function areBuilt(): boolean {
  const changedMs = (files: readonly string[]) =>
    files.map((file) => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  const sources = globSync(['src/**/*.ts', 'web/{sdk,react}/**/*', 'scripts/packages/*'], {
    cwd: root,
    exclude: (path) => path === 'dist' || path.includes('/dist'),
  });
  // Written last.
  const built = changedMs(packageFolders.map((folder) => join(folder, 'dist/package.json')));
  return Math.max(...changedMs(sources)) < Math.min(...built);
}

function install(source: string, folder: string): void {
  const { name, dependencies, peerDependencies } = readManifest(source);
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, join(root, source, 'dist')], { env: toolEnvironment() });
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(`npm packed nothing for ${name}`);
  const target = join(folder, 'node_modules', name);
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', target, '--strip-components=1']);
  rmSync(join(folder, tarball));
  const needed = Object.keys({ ...(dependencies as object), ...(peerDependencies as object) });
  for (const dependency of needed) if (!dependency.startsWith('@triptrip/')) link(dependency, folder);
}

function link(name: string, folder: string): void {
  const target = join(folder, 'node_modules', name);
  mkdirSync(dirname(target), { recursive: true });
  rmSync(target, { force: true });
  symlinkSync(join(root, 'node_modules', name), target);
}

function typecheck(folder: string, flags: readonly string[]): string {
  try {
    return execFileSync(toolNode(), [toolScript('typescript', 'tsc'), '--project', folder, ...flags], { encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
