// What stands behind a NATS server: one connection that answers each request on `svc` with its own payload. Says
// "ready" when the server knows of it. All answers of one read leave in one write.
//   node nats-echo.mjs PORT
import net from 'node:net';

const LINE_FEED = 0x0a;
const CRLF = Buffer.from('\r\n');
const GREETING = 'CONNECT {"verbose":false,"pedantic":false,"headers":false}\r\nSUB svc 1\r\nPING\r\n';

let held = Buffer.alloc(0);
const socket = net.connect({ host: '127.0.0.1', port: Number(process.argv[2]), noDelay: true }, () =>
  socket.write(GREETING),
);
socket.on('data', (bytes) => {
  const input = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
  const answers = [];
  const read = answerAll(input, answers);
  held = Buffer.from(input.subarray(read));
  if (answers.length > 0) socket.write(Buffer.concat(answers));
});

/** @returns how many bytes of `input` were whole operations */
function answerAll(input, answers) {
  let at = 0;
  for (;;) {
    const lineFeed = input.indexOf(LINE_FEED, at);
    if (lineFeed < 0) return at;
    const [operation, , , inbox, length] = input.latin1Slice(at, lineFeed - 1).split(' ');
    let next = lineFeed + 1;
    if (operation === 'MSG') {
      const end = next + Number(length) + CRLF.length;
      if (end > input.length) return at;
      answers.push(Buffer.from(`PUB ${inbox} ${length}\r\n`), input.subarray(next, end));
      next = end;
    } else if (operation === 'PING') answers.push(Buffer.from('PONG\r\n'));
    else if (operation === 'PONG') console.log('ready');
    at = next;
  }
}
