import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseDeb822, parseOneLine } from '../../../tools/testenv/apt-sources.js';
import { sourceLines } from '../../../tools/testenv/apt.js';

const deb822 = `Types: deb
# a comment between fields
URIs: http://mirror.example/debian http://other.example/debian
Suites: bookworm
 bookworm-updates
Components: main contrib
Signed-By: /keys/debian.gpg

Types: deb-src
URIs: http://mirror.example/source

Types: deb
URIs: http://mirror.example/off
Enabled: no
`;

describe('apt sources', () => {
  test('deb822: stanzas, continued fields, several archives; disabled ones and sources of code are passed over', () => {
    const shared = {
      suites: ['bookworm', 'bookworm-updates'],
      components: ['main', 'contrib'],
      signedBy: '/keys/debian.gpg',
    };
    assert.deepEqual(parseDeb822(deb822), [
      { uri: 'http://mirror.example/debian', ...shared },
      { uri: 'http://other.example/debian', ...shared },
    ]);
  });

  test('one line: options are optional', () => {
    const text = `# deb http://no.example/debian x main
deb http://mirror.example/debian bookworm main contrib # tail
deb [arch=amd64 signed-by=/keys/a.gpg] http://a.example/debian a main
deb-src http://mirror.example/debian bookworm main`;
    assert.deepEqual(parseOneLine(text), [
      {
        uri: 'http://mirror.example/debian',
        suites: ['bookworm'],
        components: ['main', 'contrib'],
        signedBy: undefined,
      },
      { uri: 'http://a.example/debian', suites: ['a'], components: ['main'], signedBy: '/keys/a.gpg' },
    ]);
  });

  test('another suite is looked for on the same mirrors, and only on Debian ones', () => {
    const sources = [...parseDeb822(deb822), ...parseOneLine('deb http://vendor.example/apt stable main')];
    assert.deepEqual(sourceLines(sources, 'bullseye'), [
      'deb [signed-by=/keys/debian.gpg] http://mirror.example/debian bullseye main',
      'deb [signed-by=/keys/debian.gpg] http://other.example/debian bullseye main',
    ]);
    assert.equal(sourceLines(sources, undefined).length, 4);
  });
});
