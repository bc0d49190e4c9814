// A client in the browser. Bundle it (any bundler will do; the last option keeps esbuild from reading this
// repository's own tsconfig.json), then open the page; no web server is needed:
//   npx esbuild tools/examples/client-browser.mjs --bundle --outfile=dist/examples/client-browser.js --tsconfig-raw={}
//   tools/examples/client-browser.html#TOKEN      with what `npx causeway token --user alice` prints
import { connect } from 'causeway/client';

const show = (line) => document.querySelector('pre').append(`${line}\n`);

async function main() {
  const client = await connect({ url: 'ws://127.0.0.1:7000', token: location.hash.slice(1) });
  show(`session of ${client.session.user}`);
  client.on('disconnected', ({ reason }) => show(`${reason}; trying again`));
  document.querySelector('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const said = new TextEncoder().encode(event.target.elements.text.value);
    try {
      const answer = await client.request(1000, said);
      show(`answer: ${new TextDecoder().decode(answer)}`);
    } catch (error) {
      show(`${error.name}: ${error.message}`);
    }
  });
}

main().catch((error) => show(`${error.name}: ${error.message}`));
