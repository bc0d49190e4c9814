// What somebody does who writes a game of their own: packs the clone, installs the file, imports all of it. Part of
// tour.test.ts, whose clone is built. The packages that it depends on are those of the clone, one folder above.
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import type { Demo } from '../../support/demo.js';

const ENTRIES = ['causeway/client', 'causeway/backend', 'causeway/catalogue'];

export function ownProject(demo: () => Demo): void {
  it('is packed, and imported from a project of its own', async () => {
    const { folder, shell } = demo();
    const own = path.join(folder, 'own');
    const modules = path.join(own, 'node_modules');
    mkdirSync(modules, { recursive: true });
    // npm start has built what `prepack` builds.
    await shell('npm pack --ignore-scripts --pack-destination own');
    await shell('tar -xzf own/causeway-*.tgz -C own/node_modules');
    renameSync(path.join(modules, 'package'), path.join(modules, 'causeway'));
    writeFileSync(path.join(own, 'package.json'), '{ "name": "game", "type": "module" }');
    writeFileSync(
      path.join(own, 'game.mjs'),
      ENTRIES.map((entry, at) => `import * as entry${at} from '${entry}';`).join('\n') +
        `\nconsole.log(${ENTRIES.map((_, at) => `Object.keys(entry${at}).length > 0`).join(', ')});\n` +
        `console.log(import.meta.resolve('causeway/client'), import.meta.resolve('causeway/proto/causeway/options.proto'));\n`,
    );
    const [found, where] = (await shell('node own/game.mjs')).trim().split('\n');
    assert.equal(found, 'true true true');
    assert.match(where ?? '', /own\/node_modules\/causeway\/dist\/.* .*own\/node_modules\/causeway\/proto\//);
    assert.match(await shell('node own/node_modules/causeway/dist/main.js --version'), /^\d+\.\d+\.\d+/);
  });
}
