// The real clock, sockets and sleep of a load.

import { systemClock } from '../../clock.js';
import { HandleSockets } from '../../transport/handle-byte-socket.js';
import type { LoadParts } from './load.js';

/** For one load after the other. */
export function systemLoadParts(): LoadParts {
  const never = new Int32Array(new SharedArrayBuffer(4));
  return {
    clock: systemClock,
    handles: HandleSockets.open(),
    cpuMs: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    nextTurn: setImmediate,
    // Nobody ever notifies it: it is the one sleep of Node that knows fractions of a millisecond.
    sleep: (ms) => {
      Atomics.wait(never, 0, 0, ms);
    },
  };
}
