// Tells other gateways, and this one itself, what becomes of the sessions here: to those that want to know.
//
// A question (watch) is answered with the sessions that are here, a slice a turn, so that a gateway full of
// sessions does not stand still for it; what happens meanwhile is told at once, on the same ordered way.

import type { Clock } from '../clock.js';
import type { ClientSession, Sessions } from '../session/contracts.js';
import { PresenceInterest } from './presence-interest.js';
import { copyOf, type News, type Sighting, type Wanted } from './presence-news.js';

/** About a millisecond's work. */
const SLICE = 256;

/** Answers under way; a gateway whose question finds no room asks again when its time is over. */
export const ANSWERS_MAX = 1_024;

/** @returns false when it cannot be sent now */
export type SendNews = (to: string, news: News) => boolean;

interface Answer {
  readonly to: string;
  readonly round: number;
  readonly last: boolean;
  readonly sessions: Iterator<ClientSession>;
}

export class PresenceTeller {
  readonly interest = new PresenceInterest();
  readonly #sessions: Pick<Sessions, 'byUser' | 'all'>;
  readonly #send: SendNews;
  readonly #clock: Pick<Clock, 'after'>;
  /** Round of the last question of each gateway. */
  readonly #rounds = new Map<string, number>();
  #answers: Answer[] = [];
  #isAnswering = false;

  constructor(sessions: Pick<Sessions, 'byUser' | 'all'>, send: SendNews, clock: Pick<Clock, 'after'>) {
    this.#sessions = sessions;
    this.#send = send;
    this.#clock = clock;
  }

  /** A session began, changed or ended. */
  tell(session: ClientSession, gone: boolean): void {
    if (this.interest.isEmpty) return;
    const gateways = this.interest.in(session.user);
    if (gateways.length === 0) return;
    const changes: readonly Sighting[] = [{ gone, presence: copyOf(session) }];
    for (const to of gateways)
      this.#send(to, { kind: 'changes', round: this.#rounds.get(to) ?? 0, last: false, changes });
  }

  /** A gateway asks. */
  asked(from: string, { round, whole, last, wanted }: News & { kind: 'watch' }): void {
    if (whole) this.forget(from);
    this.#rounds.set(from, round);
    this.interest.add(from, wanted);
    if (this.#answers.length >= ANSWERS_MAX) return;
    this.#answers.push({ to: from, round, last, sessions: this.#wanted(wanted) });
    if (!this.#isAnswering) this.#answer();
  }

  /** A gateway is gone, or wants to know nothing of what it asked for before. */
  forget(gatewayId: string): void {
    this.interest.forget(gatewayId);
    this.#rounds.delete(gatewayId);
    this.#answers = this.#answers.filter(({ to }) => to !== gatewayId);
  }

  *#wanted(wanted: Wanted): Generator<ClientSession> {
    if (wanted === 'all') yield* this.#sessions.all();
    else for (const user of wanted) yield* this.#sessions.byUser(user);
  }

  #answer(): void {
    this.#isAnswering = true;
    const [answer] = this.#answers;
    if (answer !== undefined && !this.#answerSlice(answer))
      this.#answers = this.#answers.filter((other) => other !== answer);
    this.#isAnswering = this.#answers.length > 0;
    if (this.#isAnswering)
      this.#clock.after(0, () => {
        this.#answer();
      });
  }

  /** @returns whether there is more of it */
  #answerSlice({ to, round, last, sessions }: Answer): boolean {
    const changes: Sighting[] = [];
    let done = false;
    while (changes.length < SLICE && !done) {
      const next = sessions.next();
      if (next.done === true) done = true;
      else changes.push({ gone: false, presence: copyOf(next.value) });
    }
    const sent = this.#send(to, { kind: 'changes', round, last: last && done, changes });
    return sent && !done;
  }
}
