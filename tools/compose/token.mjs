// Prints a token that the gateways of docker-compose.yml take:
//   node tools/compose/token.mjs alice
// It stands for whatever signs tokens where you deploy; good for an hour.
import { SignJWT } from 'jose';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [user, folder = fileURLToPath(new URL('secrets', import.meta.url))] = process.argv.slice(2);
if (user === undefined) {
  console.error('usage: node tools/compose/token.mjs <user> [folder of the secrets]');
  process.exit(2);
}
const secret = readFileSync(path.join(folder, 'auth_secret'));
const token = new SignJWT({ sub: user })
  .setProtectedHeader({ alg: 'HS256' })
  .setIssuedAt()
  .setExpirationTime('1h');
console.log(await token.sign(secret));
