// Compiles the tests of a run once, all together (a second), because translating them anew in every test file's
// process would cost each a third of a second. What they are made of is shared in chunks; source maps lead
// stack traces back to the .ts lines. Beside them stand the programs that tests start as processes.
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './tool.js';

/** Node finds node_modules from inside the repository only. */
const cache = path.join(repositoryRoot, '.cache', 'tests');

const common = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'error',
} as const satisfies BuildOptions;

/** Files are found from where the source stands, not from where it was compiled to. */
const sourcePlaces: Plugin = {
  name: 'source-places',
  setup(builder) {
    builder.onLoad({ filter: /\.m?[jt]s$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8').replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(file).href),
      ),
      loader: file.endsWith('ts') ? 'ts' : 'js',
    }));
  },
};

export interface CompiledTests {
  readonly folder: string;
  /** Where a source of the repository was compiled to. */
  file(source: string): string;
  /** Where the programs stand; see compilePrograms. */
  readonly programs: string;
  remove(): void;
}

/** @param sources absolute paths */
export async function compileTests(sources: readonly string[]): Promise<CompiledTests> {
  const folder = newFolder();
  const programs = path.join(folder, 'programs');
  await Promise.all([
    build({
      ...common,
      entryPoints: [...sources],
      outdir: folder,
      outbase: repositoryRoot,
      plugins: [sourcePlaces],
    }),
    compilePrograms(programs),
  ]);
  return {
    folder,
    file: (source) => path.join(folder, path.relative(repositoryRoot, source).replace(/\.ts$/, '.mjs')),
    programs,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Bundles the gateway's executable ("gateway.mjs") and what is in test/e2e/programs. */
export async function compilePrograms(folder = newFolder()): Promise<string> {
  const own = path.join(repositoryRoot, 'test', 'e2e', 'programs');
  const names = readdirSync(own).map((file) => path.basename(file, '.ts'));
  await build({
    ...common,
    entryPoints: {
      gateway: path.join(repositoryRoot, 'src', 'main.ts'),
      ...Object.fromEntries(names.map((name) => [name, path.join(own, `${name}.ts`)])),
    },
    outdir: folder,
  });
  return folder;
}

function newFolder(): string {
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(path.join(cache, 'run-'));
}
