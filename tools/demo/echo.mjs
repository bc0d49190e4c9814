// The smallest backend: answers every request of type 1000 with the request's payload.
//   node tools/demo/echo.mjs          beside a standalone gateway
import { demoBackend, run } from './demo-backend.mjs';

const backend = demoBackend('echo', 7101);
backend.on(1000, (payload) => payload);
await run(backend);
