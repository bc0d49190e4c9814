// Adds Causeway to a benchmark kit that takes peers by `--peer-file`: an authenticated gateway, started
// like any other, with an echo behind it. Build first (npm run build).
//   node bench.mjs run --peer-file …/tools/bench/kit-peers.mjs --peers causeway-ws,causeway-tcp …
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = path.join(root, 'dist/main.js');
const LINK_SECRET = 'link secret of the benchmark';

/** A frame of Hello with `token`, as the kit's --hello wants it: send, then await Welcome. */
function helloScript(token) {
  const hello = Buffer.concat([Buffer.from([0x08, 1, 0x12, ...varint(token.length)]), Buffer.from(token)]);
  const envelope = Buffer.concat([Buffer.from([0x08, 1, 0x10, 1, 0x2a, ...varint(hello.length)]), hello]);
  return `s:${envelope.toString('hex')},a:1`;
}

function varint(value) {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

export default ({ P, tmp }) => {
  const folder = path.join(tmp, 'causeway');
  const file = path.join(folder, 'causeway.yaml');
  const backendPort = P.etcp + 10;
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    file,
    `routes: [{types: 1000, service: echo}]\nservices: {echo: [{id: echo-1, address: "127.0.0.1:${backendPort}"}]}\n`,
  );
  const env = {
    CAUSEWAY_STATE_DIR: folder,
    CAUSEWAY_REGISTRY_FILE: file,
    CAUSEWAY_LINK_SECRET: LINK_SECRET,
    CAUSEWAY_LOG_LEVEL: 'warn',
  };
  const token = execFileSync(process.execPath, [main, 'token', '--user', 'bench'], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
  const peer = (proto, sockets) => ({
    proto,
    back: [
      () => [
        process.execPath,
        path.join(root, 'tools/bench/echo-link.mjs'),
        String(backendPort),
        LINK_SECRET,
      ],
    ],
    backWait: 500,
    rest: 1000,
    env: { ...env, CAUSEWAY_SOCKETS: sockets },
    cmd: () => [
      process.execPath,
      main,
      'serve',
      '--listen',
      `127.0.0.1:${P[proto]}`,
      '--admin-listen',
      `127.0.0.1:${P.etcp + 11}`,
    ],
    args: [
      '--type',
      '1000',
      '--ws-header',
      'Sec-WebSocket-Protocol: causeway.v1',
      '--hello',
      helloScript(token.toString().trim()),
    ],
  });
  return {
    'causeway-ws': peer('ws', 'public'),
    'causeway-tcp': peer('tcp', 'public'),
    'causeway-handle-ws': peer('ws', 'handle'),
    'causeway-handle-tcp': peer('tcp', 'handle'),
  };
};
