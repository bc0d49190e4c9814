import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  GREETING_BYTES_MAX,
  startGreeting,
  takeGreetingFrame,
  type Greeting,
  type GreetingSelf,
  type GreetingStep,
} from '../../../src/link/greeting.js';
import { linkGreeting, linkProof } from '../../../src/protocol/link-messages.js';
import {
  LinkCloseCode,
  LinkKind,
  LinkRole,
  newLinkHead,
  scanLinkFrame,
} from '../../../src/protocol/link-frames.js';

const SECRET = Buffer.from('first secret in force');
const NEXT_SECRET = Buffer.from('second secret in force');

const DIALLER: GreetingSelf = {
  side: 'dialler',
  role: LinkRole.GATEWAY,
  id: 'gateway-1',
  expectedId: 'chat-7',
  secrets: [SECRET],
  nonce: Buffer.alloc(16, 1),
  frameBytesMax: 100_000,
  heartbeatMs: 5000,
  draining: false,
};

const LISTENER: GreetingSelf = {
  ...DIALLER,
  side: 'listener',
  role: LinkRole.BACKEND,
  id: 'chat-7',
  expectedId: undefined,
  nonce: Buffer.alloc(32, 2),
  frameBytesMax: 200_000,
  heartbeatMs: 7000,
};

interface Sent {
  readonly kind: number;
  readonly body: Uint8Array;
}

function sent(frame: Uint8Array | undefined): Sent {
  assert.ok(frame !== undefined && frame.length <= GREETING_BYTES_MAX);
  const head = newLinkHead();
  assert.ok(scanLinkFrame(frame, 4, frame.length, head));
  return { kind: head.kind, body: frame.subarray(head.bodyStart, head.bodyEnd) };
}

function going(step: GreetingStep): { greeting: Greeting; send: Sent } {
  assert.ok(step.outcome === 'continue', JSON.stringify(step));
  return { greeting: step.greeting, send: sent(step.send) };
}

const take = (greeting: Greeting, { kind, body }: Sent): GreetingStep =>
  takeGreetingFrame(greeting, kind, body);

interface Outcome {
  readonly dialler: GreetingStep;
  readonly listener: GreetingStep;
}

/** Runs both machines against each other until one refuses or both are open. */
function greet(diallerSelf: GreetingSelf, listenerSelf: GreetingSelf): Outcome {
  const dialler = startGreeting(diallerSelf);
  const answered = take(startGreeting(listenerSelf).greeting, sent(dialler.send));
  if (answered.outcome !== 'continue') return { dialler: answered, listener: answered };
  const checked = take(dialler.greeting, sent(answered.send));
  if (checked.outcome !== 'continue') return { dialler: checked, listener: checked };
  const opened = take(answered.greeting, sent(checked.send));
  if (opened.outcome !== 'open') return { dialler: opened, listener: opened };
  return { dialler: take(checked.greeting, sent(opened.send)), listener: opened };
}

function refusal(step: GreetingStep): number | undefined {
  return step.outcome === 'refused' ? step.code : undefined;
}

/** The listener's view of a GREET that differs in some fields from a good one. */
function refusedGreet(change: Parameters<typeof linkGreeting.encode>[0]): number | undefined {
  const good = { version: 1, role: LinkRole.GATEWAY, id: 'g', nonce: DIALLER.nonce, frameBytesMax: 65_536 };
  const body = linkGreeting.encode({ ...good, ...change });
  return refusal(take(startGreeting(LISTENER).greeting, { kind: LinkKind.GREET, body }));
}

describe('a good greeting', () => {
  test('opens both ends, and each knows the other', () => {
    const { dialler, listener } = greet(DIALLER, { ...LISTENER, draining: true });
    assert.ok(dialler.outcome === 'open' && listener.outcome === 'open');
    assert.deepEqual(dialler.peer, {
      role: LinkRole.BACKEND,
      id: 'chat-7',
      frameBytesMax: 200_000,
      heartbeatMs: 7000,
      draining: true,
    });
    assert.equal(listener.peer.id, 'gateway-1');
  });

  test('a gateway takes the place of a backend', () => {
    assert.equal(greet(DIALLER, { ...LISTENER, role: LinkRole.GATEWAY }).dialler.outcome, 'open');
  });

  test('secrets rotate one end at a time', () => {
    const states = [[SECRET], [SECRET, NEXT_SECRET], [NEXT_SECRET, SECRET], [NEXT_SECRET]];
    for (const [index, secrets] of states.entries())
      for (const others of states.slice(Math.max(0, index - 1), index + 2)) {
        const outcome = greet({ ...DIALLER, secrets }, { ...LISTENER, secrets: others });
        assert.equal(outcome.dialler.outcome, 'open', `state ${index}`);
      }
  });

  test('takes ids of 255 characters', () => {
    const id = 'x'.repeat(255);
    const outcome = greet({ ...DIALLER, id, expectedId: id }, { ...LISTENER, id });
    assert.equal(outcome.dialler.outcome, 'open');
  });
});

describe('refusals', () => {
  test('no shared secret: the dialler notices first, and has proven nothing', () => {
    const outcome = greet(DIALLER, { ...LISTENER, secrets: [NEXT_SECRET] });
    assert.equal(refusal(outcome.dialler), LinkCloseCode.UNAUTHENTICATED);
  });

  test('a listener that echoes the proof of another link is found out', () => {
    const dialler = startGreeting(DIALLER);
    const other = startGreeting({ ...DIALLER, nonce: Buffer.alloc(16, 9) });
    const stolen = going(take(startGreeting(LISTENER).greeting, sent(other.send)));
    assert.equal(refusal(take(dialler.greeting, stolen.send)), LinkCloseCode.UNAUTHENTICATED);
  });

  test('a dialler without the secret', () => {
    const { greeting } = going(take(startGreeting(LISTENER).greeting, sent(startGreeting(DIALLER).send)));
    const body = linkProof.encode({ proof: Buffer.alloc(32) });
    assert.equal(refusal(take(greeting, { kind: LinkKind.PROOF, body })), LinkCloseCode.UNAUTHENTICATED);
  });

  test("the listener's own proof sent back to it", () => {
    const first = going(take(startGreeting(LISTENER).greeting, sent(startGreeting(DIALLER).send)));
    const proof = linkGreeting.decode(first.send.body)?.proof;
    assert.ok(proof?.length === 32);
    const reflected = { kind: LinkKind.PROOF, body: linkProof.encode({ proof }) };
    assert.equal(refusal(take(first.greeting, reflected)), LinkCloseCode.UNAUTHENTICATED);
  });

  test('another server than the one dialled', () => {
    const outcome = greet(DIALLER, { ...LISTENER, id: 'chat-8' });
    assert.equal(refusal(outcome.dialler), LinkCloseCode.WRONG_SERVER);
  });

  test('no secret on the listening end', () => {
    assert.equal(
      refusal(greet(DIALLER, { ...LISTENER, secrets: [] }).listener),
      LinkCloseCode.UNAUTHENTICATED,
    );
  });

  test('a GREET that cannot be', () => {
    const { LINK_VERSION, LINK_VIOLATION } = LinkCloseCode;
    assert.equal(refusedGreet({}), undefined);
    assert.equal(refusedGreet({ version: 2 }), LINK_VERSION);
    assert.equal(refusedGreet({ version: 0 }), LINK_VERSION);
    assert.equal(refusedGreet({ role: LinkRole.BACKEND }), LINK_VIOLATION);
    assert.equal(refusedGreet({ role: 0 }), LINK_VIOLATION);
    assert.equal(refusedGreet({ id: '' }), LINK_VIOLATION);
    assert.equal(refusedGreet({ id: 'x'.repeat(256) }), LINK_VIOLATION);
    assert.equal(refusedGreet({ nonce: Buffer.alloc(15, 1) }), LINK_VIOLATION);
    assert.equal(refusedGreet({ nonce: Buffer.alloc(65, 1) }), LINK_VIOLATION);
    assert.equal(refusedGreet({ nonce: LISTENER.nonce }), LINK_VIOLATION);
    assert.equal(refusedGreet({ frameBytesMax: 4095 }), LINK_VIOLATION);
  });

  test('every kind but the one awaited, in every phase', () => {
    const dialler = startGreeting(DIALLER);
    const listener = startGreeting(LISTENER);
    const answered = going(take(listener.greeting, sent(dialler.send)));
    const checked = going(take(dialler.greeting, answered.send));
    const phases: [Greeting, LinkKind][] = [
      [dialler.greeting, LinkKind.GREET],
      [checked.greeting, LinkKind.READY],
      [listener.greeting, LinkKind.GREET],
      [answered.greeting, LinkKind.PROOF],
    ];
    for (const [greeting, awaited] of phases)
      for (let kind = 0; kind <= 51; kind++) {
        if (kind === awaited) continue;
        assert.equal(
          refusal(takeGreetingFrame(greeting, kind, new Uint8Array(0))),
          LinkCloseCode.LINK_VIOLATION,
        );
      }
  });

  test('any bytes as a body: refused with a code, or taken', () => {
    const phases = (): Greeting[] => {
      const dialler = startGreeting(DIALLER);
      const listener = startGreeting(LISTENER).greeting;
      const answered = going(take(listener, sent(dialler.send)));
      return [listener, dialler.greeting, answered.greeting];
    };
    fc.assert(
      fc.property(
        fc.nat(2),
        fc.constantFrom(1, 2, 3),
        fc.uint8Array({ maxLength: 80 }),
        (index, kind, body) => {
          const step = takeGreetingFrame(phases()[index] ?? assert.fail(), kind, body);
          assert.notEqual(step.outcome, 'open');
        },
      ),
    );
  });
});
