// Prints a token that the gateways of docker-compose.yml take:
//   node tools/compose/token.mjs alice
// It stands for whatever signs tokens where you deploy; good for an hour.
import { SignJWT } from 'jose';
import { readFileSync } from 'node:fs';

const [user] = process.argv.slice(2);
if (user === undefined) {
  console.error('usage: node tools/compose/token.mjs <user>');
  process.exit(2);
}
const secret = readFileSync(new URL('secrets/auth_secret', import.meta.url));
const token = new SignJWT({ sub: user })
  .setProtectedHeader({ alg: 'HS256' })
  .setIssuedAt()
  .setExpirationTime('1h');
console.log(await token.sign(secret));
