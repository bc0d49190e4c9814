import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  nextSessionState,
  type SessionEvent,
  type SessionState,
} from '../../../src/session/session-states.js';

const NEXT: Record<SessionState, Record<SessionEvent, SessionState | undefined>> = {
  live: { 'transport-lost': 'suspended', 'taken-over': 'live', end: 'closed' },
  suspended: { 'transport-lost': undefined, 'taken-over': 'live', end: 'closed' },
  closed: { 'transport-lost': undefined, 'taken-over': undefined, end: undefined },
};

for (const [state, row] of Object.entries(NEXT) as [SessionState, (typeof NEXT)[SessionState]][])
  for (const [event, next] of Object.entries(row) as [SessionEvent, SessionState | undefined][])
    test(`${state} + ${event} = ${next ?? 'nothing'}`, () => {
      assert.equal(nextSessionState(state, event), next);
    });
