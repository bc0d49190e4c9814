// A client on Node: a request, pushes, and what it hears of its connection. Beside `npm start`:
//   node tools/examples/client-node.mjs "$(npx causeway token --user alice)"
import { connect } from 'causeway/client';

const text = new TextDecoder();
const bytes = new TextEncoder();

const client = await connect({
  // tcp://127.0.0.1:7000 is the same session without WebSocket around it.
  url: process.env.URL ?? 'ws://127.0.0.1:7000',
  // In an application a function: it is asked again before a token ends, and the session lives on.
  token: process.argv[2],
  client: 'example-node/1',
});
client.on('disconnected', ({ reason, willRetryInMs }) =>
  console.log(`${reason}; again in ${willRetryInMs} ms`),
);
client.on('connected', ({ resumed }) => console.log(resumed ? 'resumed, nothing was lost' : 'a new session'));
client.onPush(1401, (payload) => console.log(`push: ${text.decode(payload)}`));

console.log(`session of ${client.session.user}`);
try {
  const type = Number(process.env.TYPE ?? 1000);
  const answer = await client.request(type, bytes.encode('hello'), { timeoutMs: 5000 });
  console.log(`answer: ${text.decode(answer)}`);
} catch (error) {
  // `code` and `name` are from docs/PROTOCOL.md; `outcomeKnown` says whether it may have happened.
  console.error(`${error.name} (${error.code}): ${error.message}; outcome known: ${error.outcomeKnown}`);
}
await client.close();
