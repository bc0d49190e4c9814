import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  nextConnectionState,
  type ConnectionEvent,
  type ConnectionState,
} from '../../../src/session/connection-states.js';

const NEXT: Record<ConnectionState, Record<ConnectionEvent, ConnectionState | undefined>> = {
  'awaiting-hello': { hello: 'verifying', envelope: undefined, welcomed: undefined, end: 'closed' },
  verifying: { hello: undefined, envelope: undefined, welcomed: 'open', end: 'closed' },
  open: { hello: undefined, envelope: 'open', welcomed: undefined, end: 'closed' },
  closed: { hello: undefined, envelope: undefined, welcomed: undefined, end: undefined },
};

for (const [state, row] of Object.entries(NEXT) as [ConnectionState, (typeof NEXT)[ConnectionState]][])
  for (const [event, next] of Object.entries(row) as [ConnectionEvent, ConnectionState | undefined][])
    test(`${state} + ${event} = ${next ?? 'nothing'}`, () => {
      assert.equal(nextConnectionState(state, event), next);
    });
