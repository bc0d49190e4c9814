// Makes the secrets of docker-compose.yml, one file each, and leaves those that are there as they are:
//   node tools/compose/secrets.mjs
// The folder is for its owner only. The files in it are readable, because services run as other users.
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NAMES = ['admin_token', 'auth_secret', 'grafana_password', 'link_secret', 'redis_password'];
const SECRET_BYTES = 32;

const folder = process.argv[2] ?? fileURLToPath(new URL('secrets', import.meta.url));
mkdirSync(folder, { recursive: true });
chmodSync(folder, 0o700);
for (const name of NAMES) {
  const file = path.join(folder, name);
  if (existsSync(file)) continue;
  writeFileSync(file, randomBytes(SECRET_BYTES).toString('base64url'), { mode: 0o644 });
  // The mode above is cut by the umask.
  chmodSync(file, 0o644);
  console.log(`made ${path.relative(process.cwd(), file)}`);
}
