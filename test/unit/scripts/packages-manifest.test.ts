import { describe, expect, it } from 'vitest';
import { moduleExports, packageFolders, publishedManifest, readManifest } from '../../../scripts/packages/manifest.mjs';

describe('the manifest of a published package', () => {
  const manifest = {
    name: '@triptrip/x',
    version: '1.2.3',
    private: true,
    main: './index.ts',
    exports: { '.': './index.ts', './errors': './errors/index.ts', './styles.css': './styles.css' },
    peerDependencies: { yjs: '^13' },
  };

  it('leads to modules with types where the sources had TypeScript, and to files as they are', () => {
    expect(publishedManifest(manifest)).toEqual({
      name: '@triptrip/x',
      version: '1.2.3',
      exports: {
        '.': { types: './index.d.ts', default: './index.js' },
        './errors': { types: './errors.d.ts', default: './errors.js' },
        './styles.css': './styles.css',
        './package.json': './package.json',
      },
      peerDependencies: { yjs: '^13' },
      publishConfig: { access: 'public' },
    });
  });

  it('names its types before all else: TypeScript takes the first that fits', () => {
    expect(Object.keys(publishedManifest(manifest).exports['.'] as object)).toEqual(['types', 'default']);
  });

  it('has one output for each module of the sources', () => {
    expect(moduleExports(manifest)).toEqual([
      { specifier: '.', source: './index.ts', output: 'index' },
      { specifier: './errors', source: './errors/index.ts', output: 'errors' },
    ]);
  });

  it('has one version in all packages, and React takes just that SDK', () => {
    const [sdk, react] = packageFolders.map(readManifest);
    expect(react?.version).toBe(sdk?.version);
    expect(react?.peerDependencies).toMatchObject({ '@triptrip/sdk': sdk?.version });
  });
});
