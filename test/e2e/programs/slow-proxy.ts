// A slow proxy (test/support/slow-proxy.ts) to TARGET as a process of its own: whoever uses it may be busy.
import { SlowProxy, type Slowness } from '../../support/slow-proxy.js';

const proxy = await SlowProxy.start(process.env['TARGET'] ?? '');
process.on('message', (slowness: Slowness) => {
  proxy.slow(slowness);
});
process.send?.({ address: proxy.address });
