// The gateway one would write in an afternoon: ws or net, protobufjs, each message decoded and encoded whole, one
// multiplexed connection to the backend. No sessions, tokens, time-outs, limits or counters.
//   node plain-gateway.mjs ws|tcp PORT BACKEND_PORT
import { createServer } from 'node:http';
import net from 'node:net';
import protobuf from 'protobufjs';
import { WebSocketServer } from 'ws';
import { MessageType } from '../message-types.mjs';

const [pipe, port, backend] = process.argv.slice(2);
const listening = { host: '127.0.0.1', port: Number(port), backlog: 4096 };

const { root } = protobuf.parse(`syntax = "proto3";
  message Envelope { uint32 type = 1; uint32 seq = 2; uint32 code = 3; bytes key = 4; bytes payload = 5; }
  message Addressed { uint32 session = 1; Envelope envelope = 2; }`);
const Envelope = root.lookupType('Envelope');
const Addressed = root.lookupType('Addressed');

/** Calls `onFrame` with each frame behind a big-endian u32 length. */
function readFrames(socket, onFrame) {
  let held = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    held = Buffer.concat([held, bytes]);
    while (held.length >= 4) {
      const end = 4 + held.readUInt32BE(0);
      if (held.length < end) break;
      onFrame(held.subarray(4, end));
      held = held.subarray(end);
    }
  });
}

function writeFrame(socket, body) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  socket.write(Buffer.concat([length, body]));
}

const link = net.connect({ host: '127.0.0.1', port: Number(backend), noDelay: true });
/** Session number → how to send it a message. */
const sessions = new Map();
let lastSession = 0;

readFrames(link, (frame) => {
  const { session, envelope } = Addressed.decode(frame);
  sessions.get(session)?.(Envelope.encode(envelope).finish());
});

function onMessage(session, bytes) {
  const envelope = Envelope.decode(bytes);
  if (envelope.type === MessageType.BROADCAST || envelope.type === MessageType.GROUP_PUSH)
    for (const send of sessions.values()) send(Envelope.encode(envelope).finish());
  else writeFrame(link, Addressed.encode({ session, envelope }).finish());
}

function open(source, send) {
  const session = ++lastSession;
  sessions.set(session, send);
  source.on('close', () => sessions.delete(session));
  source.on('error', () => undefined);
  return session;
}

if (pipe === 'ws') {
  const http = createServer();
  new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket) => {
    const session = open(socket, (body) => socket.send(body));
    socket.on('message', (bytes) => onMessage(session, bytes));
  });
  http.listen(listening);
} else {
  net
    .createServer({ noDelay: true }, (socket) => {
      const session = open(socket, (body) => writeFrame(socket, body));
      readFrames(socket, (bytes) => onMessage(session, bytes));
    })
    .listen(listening);
}
