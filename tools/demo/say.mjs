// A client in ten lines: sends its words as a request of type 1000 and prints the answer.
//   node tools/demo/say.mjs "$(npx causeway token --user alice)" hello there
import { connect } from 'causeway/client';

const [token, ...words] = process.argv.slice(2);
if (token === undefined) {
  console.error('usage: node tools/demo/say.mjs TOKEN WORDS…');
  process.exit(2);
}
const client = await connect({
  url: process.env.URL ?? 'ws://127.0.0.1:7000',
  token,
  connectTimeoutMs: 5000,
});
const answer = await client.request(1000, new TextEncoder().encode(words.join(' ')));
console.log(new TextDecoder().decode(answer));
await client.close();
