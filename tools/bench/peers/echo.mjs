// What stands behind relays and proxies: sends back the bytes (tcp) or the messages (ws) of each connection.
//   node echo.mjs tcp|ws PORT
import { createHash } from 'node:crypto';
import http from 'node:http';
import net from 'node:net';

const [pipe, port] = process.argv.slice(2);
const listening = { host: '127.0.0.1', port: Number(port), backlog: 4096 };

function echoBytes(socket) {
  socket.on('data', (bytes) => socket.write(bytes));
  socket.on('error', () => socket.destroy());
}

/** RFC 6455 section 1.3. */
const acceptKey = (key) =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

/** Masked frames become unmasked ones in place; all of one read leave in one write. */
function echoMessages(socket) {
  let held = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    const input = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    const { read, written } = unmaskFrames(input);
    held = Buffer.from(input.subarray(read));
    if (written > 0) socket.write(input.subarray(0, written));
  });
  socket.on('error', () => socket.destroy());
}

/** Moves each whole frame to the front of `bytes` without its mask. */
function unmaskFrames(bytes) {
  let read = 0;
  let written = 0;
  while (bytes.length - read >= 6) {
    const short = bytes[read + 1] & 0x7f;
    const lengthBytes = short < 126 ? 0 : 2;
    const length = lengthBytes === 0 ? short : bytes.readUInt16BE(read + 2);
    const mask = read + 2 + lengthBytes;
    const end = mask + 4 + length;
    if (end > bytes.length) break;
    const key = [bytes[mask], bytes[mask + 1], bytes[mask + 2], bytes[mask + 3]];
    bytes.copyWithin(written, read, mask);
    bytes[written + 1] &= 0x7f;
    written += 2 + lengthBytes;
    for (let at = 0; at < length; at++) bytes[written + at] = bytes[mask + 4 + at] ^ key[at & 3];
    written += length;
    read = end;
  }
  return { read, written };
}

if (pipe === 'tcp') net.createServer({ noDelay: true }, echoBytes).listen(listening);
else
  http
    .createServer()
    .on('upgrade', (request, socket) => {
      const head = [
        'HTTP/1.1 101 Switching Protocols',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Accept: ${acceptKey(request.headers['sec-websocket-key'])}`,
        `Sec-WebSocket-Protocol: ${request.headers['sec-websocket-protocol']}`,
      ];
      socket.setNoDelay(true);
      socket.write(`${head.join('\r\n')}\r\n\r\n`);
      echoMessages(socket);
    })
    .listen(listening);
