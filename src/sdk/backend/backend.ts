// `causeway/backend`: what a backend is written with.
//
//   const backend = createBackend({ service: 'chat', secrets: 'the link secret of the gateways' });
//   backend.on(1000, (payload, { session }) => payload);
//   await backend.start();
//
// A backend listens; gateways find it in the registry, dial it and greet. The life behind this face is in
// backend-core.ts. Every method that takes a message type takes a number with bytes, or a descriptor of
// the catalogue with its message.

import { randomBytes } from 'node:crypto';
import type { Attributes } from '../../protocol/attributes.js';
import type {
  Fields,
  MessageDescriptor,
  NotificationType,
  PushType,
  RequestType,
} from '../../protocol/catalogue.js';
import { tokenHandler, type TokenGrant, type TokenJudge, type TokenQuestion } from './auth-service.js';
import { BackendCore, type BackendAddress, type UndeliveredListener } from './backend-core.js';
import { untyped, type Handler, type HandlerOptions, type TypedHandler } from './handlers.js';
import type { ClientContext, RelayContext } from './message.js';
import { settleOptions, type BackendOptions, type BackendTls } from './options.js';
import type {
  CallOptions,
  KickOptions,
  PushTo,
  RelayOptions,
  RelayTo,
  SendOutcome,
  SessionRef,
} from './outgoing.js';
import type { OnlineSession, PresenceListener, PresenceWatch, WatchWhom } from './presence.js';
import type { SessionEvents } from './session-book.js';
import type { Session } from './session.js';

export { silentLog, type Log } from '../../log.js';
export { Advice, DISCONNECTS, ERRORS } from '../../protocol/codes.js';
export { AnswerError, ApplicationError, CallError } from './errors.js';
export type {
  BackendAddress,
  BackendOptions,
  BackendTls,
  CallOptions,
  ClientContext,
  Handler,
  HandlerOptions,
  OnlineSession,
  PresenceListener,
  PresenceWatch,
  PushTo,
  RelayContext,
  SendOutcome,
  Session,
  SessionEvents,
  TokenGrant,
  TokenJudge,
  TokenQuestion,
  WatchWhom,
};

/** Anything with `once`, for example Node's `process`. */
export interface SignalSource {
  once(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
}

/** @throws Error that lists every problem of the options */
export function createBackend(options: BackendOptions): Backend {
  return new Backend(new BackendCore(settleOptions(options, randomBytes(4).toString('hex'))));
}

export class Backend {
  readonly #core: BackendCore;

  constructor(core: BackendCore) {
    this.#core = core;
  }

  get serverId(): string {
    return this.#core.settings.serverId;
  }

  // ---- life -------------------------------------------------------------------------------------

  /** Listens, then registers. Handlers are set before. @throws Error that says what could not be listened on */
  start(): Promise<BackendAddress> {
    return this.#core.start();
  }

  /** Refuses new sessions, finishes what runs (within limits.drainTimeoutMs), leaves and closes. */
  drain(): Promise<void> {
    return this.#core.drain();
  }

  /** Leaves and closes at once; requests that run are answered INSTANCE_LOST by the gateways. */
  close(): Promise<void> {
    return this.#core.close();
  }

  /** Drains on SIGTERM and SIGINT: `backend.installSignalHandlers(process)`. */
  installSignalHandlers(source: SignalSource): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) source.once(signal, () => void this.drain());
  }

  // ---- what comes in ----------------------------------------------------------------------------

  /** Takes clients' requests and notifications of a type. @throws RangeError for a type that is taken or not an application's */
  on(type: number, handler: Handler<ClientContext>, options?: HandlerOptions): this;
  on<Message, Answer>(
    type: RequestType<Message, Answer>,
    handler: TypedHandler<Message, Fields<Answer>, ClientContext>,
    options?: HandlerOptions,
  ): this;
  on<Message>(
    type: NotificationType<Message>,
    handler: TypedHandler<Message, void, ClientContext>,
    options?: HandlerOptions,
  ): this;
  on(type: AnyType, handler: AnyHandler<ClientContext>, options: HandlerOptions = {}): this {
    this.#core.clientHandlers.add(typeNumber(type), bytesHandler(type, handler), options);
    return this;
  }

  /** Takes messages of other backends of a type, one-way ones and calls. Throws as `on`. */
  onRelay(type: number, handler: Handler<RelayContext>, options?: HandlerOptions): this;
  onRelay<Message, Answer>(
    type: RequestType<Message, Answer>,
    handler: TypedHandler<Message, Fields<Answer>, RelayContext>,
    options?: HandlerOptions,
  ): this;
  onRelay<Message>(
    type: NotificationType<Message>,
    handler: TypedHandler<Message, void, RelayContext>,
    options?: HandlerOptions,
  ): this;
  onRelay(type: AnyType, handler: AnyHandler<RelayContext>, options: HandlerOptions = {}): this {
    this.#core.relayHandlers.add(typeNumber(type), bytesHandler(type, handler), options);
    return this;
  }

  /**
   * Makes this backend an auth service: it judges the tokens of gateways with auth.kind service.
   * @param type the gateways' auth.serviceType, which a route leads here
   * Throws as `on`.
   */
  onToken(type: number, judge: TokenJudge): this {
    this.#core.relayHandlers.add(type, tokenHandler(judge), {});
    return this;
  }

  onSession<Event extends keyof SessionEvents>(event: Event, listener: SessionEvents[Event]): this {
    this.#core.sessions.listen(event, listener);
    return this;
  }

  /** Hears of pushes, relays and commands without answer that the gateway could not deliver. */
  onUndelivered(listener: UndeliveredListener): this {
    this.#core.undeliveredListeners.push(listener);
    return this;
  }

  /** A session that this backend was told of and that has not ended. */
  session(id: string): Session | undefined {
    return this.#core.sessions.get(id);
  }

  // ---- what goes out: a RangeError for a type that is not an application's, or an empty name ------

  /** Sends clients a message unasked; to an empty list nothing is sent. */
  push(to: PushTo, type: number, payload: Uint8Array): SendOutcome;
  push<Message>(to: PushTo, type: PushType<Message>, message: Fields<Message>): SendOutcome;
  push(to: PushTo, type: AnyType, message: unknown): SendOutcome {
    return this.#core.outgoing.push(to, typeNumber(type), bytesOf(type, message));
  }

  /** Sends another backend a message. */
  sendToServer(serverId: string, type: number, payload: Uint8Array, options?: RelayOptions): SendOutcome;
  sendToServer<Message>(
    serverId: string,
    type: NotificationType<Message>,
    message: Fields<Message>,
    options?: RelayOptions,
  ): SendOutcome;
  sendToServer(server: string, type: AnyType, message: unknown, options: RelayOptions = {}): SendOutcome {
    return this.#send({ server }, type, message, options);
  }

  /** Sends a message to one instance of a service: by `key` when it is given. */
  sendToService(service: string, type: number, payload: Uint8Array, options?: RelayOptions): SendOutcome;
  sendToService<Message>(
    service: string,
    type: NotificationType<Message>,
    message: Fields<Message>,
    options?: RelayOptions,
  ): SendOutcome;
  sendToService(service: string, type: AnyType, message: unknown, options: RelayOptions = {}): SendOutcome {
    return this.#send({ service }, type, message, options);
  }

  /** Asks another backend. @throws CallError (rejects) when it does not answer with success */
  callServer(serverId: string, type: number, payload: Uint8Array, options?: CallOptions): Promise<Uint8Array>;
  callServer<Message, Answer>(
    serverId: string,
    type: RequestType<Message, Answer>,
    message: Fields<Message>,
    options?: CallOptions,
  ): Promise<Answer>;
  callServer(server: string, type: AnyType, message: unknown, options: CallOptions = {}): Promise<unknown> {
    return this.#call({ server }, type, message, options);
  }

  /** Asks one instance of a service. As `callServer`. */
  callService(service: string, type: number, payload: Uint8Array, options?: CallOptions): Promise<Uint8Array>;
  callService<Message, Answer>(
    service: string,
    type: RequestType<Message, Answer>,
    message: Fields<Message>,
    options?: CallOptions,
  ): Promise<Answer>;
  callService(service: string, type: AnyType, message: unknown, options: CallOptions = {}): Promise<unknown> {
    return this.#call({ service }, type, message, options);
  }

  // ---- commands: all reject with CallError, or RangeError for an empty name -----------------------

  /** @returns how many of the sessions were online */
  join(sessions: readonly SessionRef[], group: string): Promise<number> {
    return this.#core.outgoing.changeGroup('join', group, sessions);
  }

  /** @returns how many of the sessions were online */
  leave(sessions: readonly SessionRef[], group: string): Promise<number> {
    return this.#core.outgoing.changeGroup('leave', group, sessions);
  }

  setAttributes(session: SessionRef, set: Attributes, remove: readonly string[] = []): Promise<void> {
    return this.#core.outgoing.setAttributes(session, set, remove);
  }

  /**
   * Ends a session, or all of a user. A session's end comes behind what was pushed to it; that of a user's sessions
   * may overtake it where several gateways are linked.
   * @returns how many
   */
  kick(who: { session: SessionRef } | { user: string }, options: KickOptions = {}): Promise<number> {
    return this.#core.outgoing.kick(who, options);
  }

  /**
   * Sends a session's messages, or those with a key, for `service` to one instance while it lives. A key is bound at
   * all gateways that are linked to this backend, now or later; let one backend bind a key.
   */
  pin(what: { session: SessionRef } | { key: Uint8Array }, service: string, serverId: string): Promise<void> {
    return this.#core.outgoing.pin(what, service, serverId);
  }

  unpin(what: { session: SessionRef } | { key: Uint8Array }, service: string): Promise<void> {
    return this.#core.outgoing.pin(what, service, '');
  }

  // ---- who is online ----------------------------------------------------------------------------

  /** All sessions of a user or of users, on all gateways. @throws CallError (rejects) */
  whoIsOnline(users: string | readonly string[]): Promise<OnlineSession[]> {
    return this.#core.outgoing.whoIsOnline(typeof users === 'string' ? [users] : users);
  }

  /**
   * Hears of users, or of everyone, who come, go and change on any gateway: first of those who are there. It
   * goes on over lost links and gateways, with differences against what it told, until it is closed. At most
   * 64 watches and 16,384 users a backend.
   */
  watchPresence(whom: WatchWhom, listener: PresenceListener = {}): PresenceWatch {
    return this.#core.presence.add(whom, listener);
  }

  #send(to: RelayTo, type: AnyType, message: unknown, options: RelayOptions): SendOutcome {
    return this.#core.outgoing.relay(to, typeNumber(type), bytesOf(type, message), options);
  }

  async #call(to: RelayTo, type: AnyType, message: unknown, options: CallOptions): Promise<unknown> {
    const answer = await this.#core.outgoing.call(to, typeNumber(type), bytesOf(type, message), options);
    return typeof type === 'number' || !isRequestType(type) ? answer : type.reply.decode(answer);
  }
}

// The overloads above hold types and messages together; behind them a message is what its type says.

type AnyType = number | MessageDescriptor<unknown>;
type AnyHandler<Context> = Handler<Context> | TypedHandler<never, unknown, Context>;

function typeNumber(type: AnyType): number {
  return typeof type === 'number' ? type : type.type;
}

function bytesOf(type: AnyType, message: unknown): Uint8Array {
  return typeof type === 'number' ? (message as Uint8Array) : type.encode(message as never);
}

function bytesHandler<Context>(type: AnyType, handler: AnyHandler<Context>): Handler<Context> {
  if (typeof type === 'number') return handler as Handler<Context>;
  return untyped(type, handler as TypedHandler<unknown, undefined, Context>);
}

function isRequestType(type: MessageDescriptor<unknown>): type is RequestType<unknown, unknown> {
  return 'reply' in type;
}
