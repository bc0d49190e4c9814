// The runtime's own floor for a proxy: one upstream connection for each client, piped both ways.
//   node relay.mjs LISTEN_PORT BACKEND_PORT
import net from 'node:net';

const [port, backend] = process.argv.slice(2).map(Number);

net
  .createServer({ noDelay: true }, (client) => {
    const upstream = net.connect({ host: '127.0.0.1', port: backend, noDelay: true });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ]) {
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  })
  .listen({ host: '127.0.0.1', port, backlog: 4096 });
