// The driver: owns the transport, the one timer and the callers' promises, and does what the core
// (connection.ts) says, in its order. Nothing is decided here.

import type { Clock, Timer } from '../../clock.js';
import type { Fields, NotificationType, PushType, RequestType } from '../../protocol/catalogue.js';
import { HELLO_BYTES_MAX } from '../../protocol/control-types.js';
import type { FrameLimit } from '../../protocol/frames.js';
import type { Action, ClientEvents, Outcome, Push } from './actions.js';
import { ClientConnection } from './connection.js';
import { localDeparture } from './departures.js';
import { Listeners } from './listeners.js';
import type { WholeOptions } from './options.js';
import { outgoing, typeNumber, type TypeOf } from './outgoing.js';
import type { Ticket } from './pending-requests.js';
import type { Phase } from './phases.js';
import type { OpenPipe, Pipe, PipeSink } from './pipe.js';
import { RequestError } from './request-error.js';
import { DEFAULT_LIMITS } from './session.js';

/** Longest envelope taken whatever a Welcome allows, in bytes. */
export const RECEIVE_BYTES_MAX = 16 * 1024 * 1024;

/** Timers of JavaScript end at 2^31-1 ms; one that fires early only looks again. */
const TIMER_MS_MAX = 2 ** 30;

export interface SendOptions {
  /** Routing key, at most 64 bytes: routes that pick by key bring the same key to the same instance. */
  readonly key?: string | Uint8Array;
}

export interface RequestOptions extends SendOptions {
  /** Then the request fails with CLIENT_TIMEOUT, outcome unknown. */
  readonly timeoutMs?: number;
}

export type NotifyResult = { readonly ok: true } | { readonly ok: false; readonly error: RequestError };

/** Listener of pushes of one type. */
export type PushListener<Message> = (message: Message, push: Push) => void;

/** A connection that keeps itself alive. Made by `connect`. */
export class Client {
  readonly #options: WholeOptions;
  readonly #openPipe: OpenPipe;
  readonly #clock: Clock;
  readonly #core: ClientConnection;
  readonly #events: Listeners<ClientEvents>;
  readonly #pushes: Listeners<Record<number, Push>>;
  readonly #waits = new Map<Ticket, (outcome: Outcome) => void>();
  /** Actions not done yet: a listener may cause more while one is being done. */
  readonly #queue: Action[] = [];
  #running = false;
  /** Between the first Welcome and the turn after: `connect` has resolved, its caller not yet listened. */
  #held = false;
  #welcomed = false;
  #lastTicket = 0;
  #pipe: Pipe | undefined;
  /** Settled when the last pipe that was opened is gone. */
  #pipeGone: Promise<void> = Promise.resolve();
  #timer: Timer | undefined;
  #timerAtMs = Infinity;

  /** Use `connect`. */
  constructor(options: WholeOptions, openPipe: OpenPipe) {
    const { url, token, resumable, client, heartbeatMs, handshakeTimeoutMs, random } = options;
    this.#options = options;
    this.#openPipe = openPipe;
    this.#clock = options.clock;
    this.#core = new ClientConnection({
      url,
      token: typeof token === 'string' ? token : undefined,
      resumable,
      client,
      heartbeatMs,
      handshakeTimeoutMs,
      limits: { ...DEFAULT_LIMITS, sendBytesMax: options.sendBytesMax },
      random,
    });
    const onThrow = (cause: unknown, name: string | number): void => {
      options.log.error({ cause, listener: name }, 'a listener of the client threw');
    };
    this.#events = new Listeners(onThrow);
    this.#pushes = new Listeners(onThrow);
  }

  get phase(): Phase {
    return this.#core.phase;
  }

  /** Who the gateway says we are; undefined between two sessions. */
  get session(): { readonly id: string; readonly user: string; readonly gateway: string } | undefined {
    const welcome = this.#core.session?.welcome;
    return welcome && { id: welcome.session, user: welcome.user, gateway: welcome.gateway };
  }

  /** Answers that were dropped because their callers had been told CLIENT_TIMEOUT. */
  get lateAnswers(): number {
    return this.#core.lateAnswers;
  }

  /** Begins to connect; called once, by `connect`. */
  start(): void {
    this.#run(this.#core.start(this.#clock.nowMs()));
  }

  /**
   * Sends a request and waits for its answer. In a resumable session it survives the loss of the transport.
   * @throws RequestError with the code of the failure, exactly one for each request that is not answered
   */
  request<Request, Answer>(
    type: RequestType<Request, Answer>,
    message: Fields<Request>,
    options?: RequestOptions,
  ): Promise<Answer>;
  request(type: number, payload: Uint8Array, options?: RequestOptions): Promise<Uint8Array>;
  async request<Request, Answer>(
    type: number | RequestType<Request, Answer>,
    message: Fields<Request> | Uint8Array,
    { key, timeoutMs = this.#options.requestTimeoutMs }: RequestOptions = {},
  ): Promise<Answer | Uint8Array> {
    const toSend = outgoing(type, message, key);
    const payload = await this.#wait((ticket, nowMs) =>
      this.#core.request(ticket, toSend, timeoutMs, this.#pipe?.queuedBytes ?? 0, nowMs),
    );
    return typeof type === 'number' ? payload : type.reply.decode(payload);
  }

  /**
   * Sends a message that is not answered; what fails at the gateway is told by `undelivered`.
   * @returns whether it was taken for sending
   */
  notify<Message>(
    type: NotificationType<Message> | RequestType<Message, unknown>,
    message: Fields<Message>,
    options?: SendOptions,
  ): NotifyResult;
  notify(type: number, payload: Uint8Array, options?: SendOptions): NotifyResult;
  notify<Message>(
    type: TypeOf<Message>,
    message: Fields<Message> | Uint8Array,
    { key }: SendOptions = {},
  ): NotifyResult {
    const queuedBytes = this.#pipe?.queuedBytes ?? 0;
    const toSend = outgoing(type, message, key);
    const [actions, failure] = this.#core.notify(toSend, queuedBytes, this.#clock.nowMs());
    this.#run(actions);
    return failure === undefined ? { ok: true } : { ok: false, error: new RequestError(failure) };
  }

  /** @returns what takes the listener away again */
  on<Name extends keyof ClientEvents>(name: Name, listener: (event: ClientEvents[Name]) => void): () => void {
    return this.#events.add(name, listener);
  }

  /**
   * Listens to pushes of one type. Those that come before a listener is there are only seen by `on('push')`.
   * @returns what takes the listener away again
   */
  onPush<Message>(type: PushType<Message>, listener: PushListener<Message>): () => void;
  onPush(type: number, listener: PushListener<Uint8Array>): () => void;
  onPush<Message>(type: number | PushType<Message>, listener: PushListener<never>): () => void {
    const decode =
      typeof type === 'number'
        ? (payload: Uint8Array) => payload
        : (payload: Uint8Array) => type.decode(payload);
    const decoded = listener as PushListener<Message | Uint8Array>;
    return this.#pushes.add(typeNumber(type), (push) => {
      decoded(decode(push.payload), push);
    });
  }

  /**
   * Gives the live session a new token, before the old one ends. Not needed with a token function.
   * @throws RequestError TOKEN_REFUSED (the old token stands), TOKEN_UNCHECKED, CLIENT_TIMEOUT, …
   */
  async refresh(token: string, { timeoutMs = this.#options.requestTimeoutMs } = {}): Promise<void> {
    await this.#wait((ticket, nowMs) => this.#core.refresh(ticket, token, timeoutMs, nowMs));
  }

  /**
   * Ends the session: open requests fail with SESSION_LOST. Done when the transport is gone. While there is
   * none the gateway cannot be told, and keeps the session until its resume window ends.
   */
  async close(reason = 'closed by the client'): Promise<void> {
    this.#run(this.#core.stop(localDeparture('CLOSED', reason)));
    await this.#pipeGone;
  }

  #wait(begin: (ticket: Ticket, nowMs: number) => Action[]): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const ticket = ++this.#lastTicket;
      this.#waits.set(ticket, (outcome) => {
        if (outcome.ok) resolve(outcome.payload);
        else reject(new RequestError(outcome.failure));
      });
      this.#run(begin(ticket, this.#clock.nowMs()));
    });
  }

  #run(actions: Action[]): void {
    this.#queue.push(...actions);
    if (this.#running || this.#held) return;
    this.#running = true;
    for (let action = this.#next(); action !== undefined; action = this.#next()) this.#perform(action);
    this.#running = false;
    this.#wakeLater();
  }

  #next(): Action | undefined {
    return this.#held ? undefined : this.#queue.shift();
  }

  #perform(action: Action): void {
    switch (action.do) {
      case 'fetch-token':
        void this.#fetchToken();
        return;
      case 'open':
        this.#open(action.url);
        return;
      case 'write':
        this.#pipe?.write(action.envelope);
        return;
      case 'limit':
        if (this.#pipe !== undefined)
          this.#pipe.limit.bytesMax = Math.min(action.bytesMax, RECEIVE_BYTES_MAX);
        return;
      case 'close':
        this.#pipe?.close(action.code);
        this.#pipe = undefined;
        return;
      case 'answer':
        this.#waits.get(action.ticket)?.(action.outcome);
        this.#waits.delete(action.ticket);
        return;
      case 'emit':
        this.#emit(action);
    }
  }

  #emit(action: Extract<Action, { do: 'emit' }>): void {
    if (action.name === 'connected' && !this.#welcomed) this.#hold();
    this.#events.emit(action.name, action.event);
    if (action.name === 'push') this.#pushes.emit(action.event.type, action.event);
  }

  /** Keeps what comes next for one turn of the event loop, so that no push meets an empty house. */
  #hold(): void {
    this.#welcomed = true;
    this.#held = true;
    this.#clock.after(0, () => {
      this.#held = false;
      this.#run([]);
    });
  }

  async #fetchToken(): Promise<void> {
    const fetched = await fetchToken(this.#options.token);
    const nowMs = this.#clock.nowMs();
    this.#run(
      'token' in fetched
        ? this.#core.tokenFetched(fetched.token)
        : this.#core.tokenFailed(fetched.failed, nowMs),
    );
  }

  #open(url: string): void {
    const limit = { bytesMax: HELLO_BYTES_MAX };
    const opened: { pipe?: Pipe | undefined } = {};
    let gone: () => void;
    this.#pipeGone = new Promise((resolve) => {
      gone = resolve;
    });
    // A pipe that was closed is not ours any more: what it still says is not heard.
    const current = (hear: (nowMs: number) => Action[]): void => {
      if (this.#pipe === opened.pipe) this.#run(hear(this.#clock.nowMs()));
    };
    const core = this.#core;
    const sink: PipeSink = {
      onOpen: () => {
        current(() => core.pipeOpened());
      },
      onActivity: () => {
        if (this.#pipe === opened.pipe) core.heard(this.#clock.nowMs());
      },
      onEnvelope: (envelope) => {
        current((nowMs) => core.received(envelope, nowMs));
      },
      onViolation: (name) => {
        current((nowMs) => core.violated(name, nowMs));
      },
      onLost: (cause) => {
        gone();
        current((nowMs) => core.pipeLost(cause, nowMs));
      },
    };
    this.#pipe = opened.pipe = this.#tryToOpen(url, sink, limit);
  }

  /** What a platform refuses to open is a transport that is lost, told in a later turn as of any other. */
  #tryToOpen(url: string, sink: PipeSink, limit: FrameLimit): Pipe | undefined {
    try {
      return this.#openPipe(url, sink, limit, this.#clock);
    } catch (cause) {
      this.#clock.after(0, () => {
        sink.onLost(textOf(cause));
      });
      return undefined;
    }
  }

  /** One timer for all that is due; it is set again only for something earlier than what it waits for. */
  #wakeLater(): void {
    const atMs = this.#core.wakeAtMs;
    if (this.#core.phase !== 'closed' && atMs >= this.#timerAtMs) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#timerAtMs = atMs;
    if (atMs === Infinity) return;
    const delayMs = Math.min(Math.max(atMs - this.#clock.nowMs(), 0), TIMER_MS_MAX);
    this.#timer = this.#clock.after(delayMs, () => {
      this.#timerAtMs = Infinity;
      this.#run(this.#core.tick(this.#clock.nowMs()));
    });
  }
}

type FetchedToken = { readonly token: string } | { readonly failed: string };

async function fetchToken(token: WholeOptions['token']): Promise<FetchedToken> {
  try {
    return { token: typeof token === 'string' ? token : await token() };
  } catch (cause) {
    return { failed: textOf(cause) };
  }
}

const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
