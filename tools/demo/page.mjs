// Serves the demo's page on loopback, and the development tokens it logs in with.
//   node tools/demo/page.mjs          beside a standalone gateway
// Whoever can ask here can be anybody, as with `causeway token`: so it listens on loopback only, and answers
// only what was addressed to loopback (else a foreign page could reach it by a name that resolves to here).
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const PORT = Number(process.env.PAGE_PORT ?? 7080);
const GATEWAY_URL = process.env.GATEWAY_URL ?? 'ws://127.0.0.1:7000';
const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\]):\d+$/;
const USER = /^[\p{L}\p{N}_-]{1,24}$/u;

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const run = promisify(execFile);

async function bundle() {
  const built = await build({
    entryPoints: [here('page/app.mjs')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
    // Not this repository's tsconfig.json, which names the sources for Node: the package as others import it.
    tsconfigRaw: {},
  });
  return built.outputFiles[0].contents;
}

const files = new Map([
  ['/', { type: 'text/html; charset=utf-8', body: readFileSync(here('page/index.html')) }],
  ['/style.css', { type: 'text/css; charset=utf-8', body: readFileSync(here('page/style.css')) }],
  ['/app.js', { type: 'text/javascript; charset=utf-8', body: await bundle() }],
]);

const HEADERS = {
  'content-security-policy': `default-src 'self'; img-src data:; connect-src 'self' ${GATEWAY_URL}; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

function send(response, status, type, body) {
  response.writeHead(status, { ...HEADERS, 'content-type': type }).end(body);
}

async function sendToken(response, user) {
  if (!USER.test(user)) return send(response, 400, 'text/plain', '1 to 24 letters, digits, "_" or "-"');
  const { stdout } = await run(process.execPath, [here('../../dist/main.js'), 'token', '--user', user]);
  const body = JSON.stringify({ url: GATEWAY_URL, token: stdout.trim() });
  return send(response, 200, 'application/json', body);
}

async function answer(request, response) {
  if (!LOOPBACK_HOST.test(request.headers.host ?? ''))
    return send(response, 403, 'text/plain', 'loopback only');
  if (request.method !== 'GET') return send(response, 405, 'text/plain', 'GET only');
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/token') return sendToken(response, searchParams.get('user') ?? '');
  const file = files.get(pathname);
  return file ? send(response, 200, file.type, file.body) : send(response, 404, 'text/plain', 'no such page');
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    send(response, 500, 'text/plain', 'no token: see the terminal');
  });
});
server.listen(PORT, '127.0.0.1', () => process.send?.('listening'));
const stop = () => {
  server.close();
  server.closeAllConnections();
};
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
