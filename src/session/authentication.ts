// From a client's Hello to the verdict on its token: the deadline, and the place in the line of those who
// are let in, since checking a token is as much work as many messages (src/admission.ts). It belongs to one
// connection and is gone with Welcome, so an open session carries none of it.

import type { AdmissionStep } from '../admission.js';
import type { TokenBearer, Verdict } from '../auth/verifier.js';
import { peerDeadline } from '../clock-standstill.js';
import type { Timer } from '../clock.js';
import type { Hello } from '../protocol/control-messages.js';
import type { SessionContext } from './contracts.js';

/** Whom it is for. */
export interface Applicant {
  judge(hello: Hello, verdict: Verdict): void;
  /** There was no verdict in time. */
  verdictLate(): void;
}

export class Authentication implements AdmissionStep {
  readonly hello: Hello;
  /** The seq of Hello: Welcome answers it. */
  readonly seq: number;
  readonly #context: SessionContext;
  readonly #bearer: TokenBearer;
  readonly #applicant: Applicant;
  readonly #deadline: Timer;

  /** Gets in line. */
  constructor(context: SessionContext, hello: Hello, seq: number, bearer: TokenBearer, applicant: Applicant) {
    this.hello = hello;
    this.seq = seq;
    this.#context = context;
    this.#bearer = bearer;
    this.#applicant = applicant;
    this.#deadline = peerDeadline(context.clock, context.settings.authTimeoutMs, () => {
      applicant.verdictLate();
    });
    context.admission.add(this);
  }

  /** Its turn has come. */
  admit(): void {
    void this.#context.verifier.verify(this.hello.token, this.#bearer).then((verdict) => {
      this.#applicant.judge(this.hello, verdict);
    });
  }

  /** Welcomed or gone: leaves the line. */
  end(): void {
    this.#deadline.cancel();
    this.#context.admission.forget(this);
  }
}
