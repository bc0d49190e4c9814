// One client of a soak: numbers its requests, writes down what it gets, resumes when its socket is cut, and comes
// back when it is kicked, or when its gateway dies: there or at another one.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../src/sdk/client/client.js';
import { ConnectError, connectThrough } from '../../src/sdk/client/connect.js';
import { RequestError } from '../../src/sdk/client/request-error.js';
import { signToken } from '../../test/support/gateway-process.js';
import { ASK, JOIN, MOVED, PUSH } from './backend-messages.js';
import { cuttablePipes } from './cuttable-pipes.js';
import type { RequestLog, SessionLog, Way } from './history.js';

/** Longer than any time-out of the gateway, so that the gateway's word counts. */
const REQUEST_TIMEOUT_MS = 45_000;
const RETRY_MS = 200;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export interface SoakClientOptions {
  readonly index: number;
  readonly user: string;
  readonly group: string;
  /** Of all gateways. */
  readonly urls: readonly string[];
  /** Goes to the next gateway when its own dies; else it waits for it. */
  readonly moves: boolean;
}

export class SoakClient {
  readonly #options: SoakClientOptions;
  #at: number;
  #client: Client | undefined;
  #serial = 0;
  #open = 0;
  #closed = false;
  #joining = false;
  /** Since when there is no transport; undefined: there is one. */
  #downAtMs: number | undefined;
  #destroySocket: () => void = () => undefined;
  /** Its socket was cut, and the SDK has not said so yet: that it says so is no sign of a gateway's death. */
  #wasCut = false;
  #sessions: SessionLog[] = [];
  #requests: RequestLog[] = [];

  constructor(options: SoakClientOptions) {
    this.#options = options;
    this.#at = options.index;
  }

  /** Requests without an end. */
  get open(): number {
    return this.#open;
  }

  /** The session that it has now. */
  get session(): SessionLog | undefined {
    return this.#client?.session === undefined ? undefined : this.#sessions.at(-1);
  }

  get isInGroup(): boolean {
    return this.session?.groups.has(this.#options.group) === true;
  }

  /** Resolves with the first Welcome; tries until then. */
  async start(): Promise<void> {
    while (!this.#closed) {
      try {
        this.#listen(await this.#connect());
        return;
      } catch (error) {
        if (!(error instanceof ConnectError)) throw error;
        this.#at++;
        await sleep(RETRY_MS);
      }
    }
  }

  async ask(type: typeof ASK | typeof MOVED): Promise<void> {
    await this.#request(type, '');
  }

  /** Destroys the socket, where there is a session on one. @returns whether there was */
  cut(): boolean {
    const { session } = this;
    if (session === undefined || this.#downAtMs !== undefined) return false;
    this.#wasCut = true;
    session.cuts.push({ atMs: Date.now() });
    this.#destroySocket();
    return true;
  }

  /** Joins its group where it is not in it. Does nothing while it tries already, or has no session. */
  async join(): Promise<void> {
    const { session } = this;
    if (session === undefined || this.#joining || this.isInGroup) return;
    const { group } = this.#options;
    this.#joining = true;
    session.asked.add(group);
    const joined = await this.#request(JOIN, `|${group}`);
    // The answer is of the session that asked, or of none.
    if (joined && this.session === session) session.groups.set(group, Date.now());
    this.#joining = false;
  }

  /** What was written down since the last time; the session goes on under a new log. */
  take(): { readonly sessions: readonly SessionLog[]; readonly requests: readonly RequestLog[] } {
    const taken = { sessions: this.#sessions, requests: this.#requests };
    const { session } = this;
    const nowMs = Date.now();
    this.#requests = [];
    this.#sessions = [];
    if (session !== undefined) {
      session.untilMs = nowMs;
      this.#sessions.push({ ...session, fromMs: nowMs, untilMs: Infinity, received: [], lost: [], cuts: [] });
    }
    return taken;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client?.close();
  }

  #connect(): Promise<Client> {
    const { urls, user, index } = this.#options;
    const openerFor = cuttablePipes((cut) => {
      this.#destroySocket = cut;
    });
    return connectThrough(openerFor, {
      url: urls[this.#at % urls.length] ?? '',
      token: () => signToken(user),
      client: `soak/${index}`,
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
      connectTimeoutMs: 3_000,
    });
  }

  #listen(client: Client): void {
    this.#client = client;
    this.#begin(client);
    client.on('connected', ({ resumed }) => {
      this.#wasCut = false;
      if (resumed) this.#resumed();
      else this.#begin(client);
      this.#downAtMs = undefined;
    });
    client.on('disconnected', () => {
      this.#downAtMs ??= Date.now();
      const isCut = this.#wasCut;
      this.#wasCut = false;
      if (isCut || !this.#options.moves || this.#client !== client) return;
      this.#end('MOVED');
      this.#client = undefined;
      this.#at++;
      void client.close().then(() => this.start());
    });
    client.on('closed', ({ name, reason }) => {
      if (this.#client !== client) return;
      this.#end(name, reason);
      this.#client = undefined;
      void this.start();
    });
    client.onPush(PUSH, (payload) => {
      const [life = '', n = '', way = '', to = ''] = decoder.decode(payload).split('|');
      const push = { life, n: Number(n), way: way as Way, to, atMs: Date.now() };
      this.#sessions.at(-1)?.received.push(push);
    });
    client.on('lost', ({ count }) => {
      this.#sessions.at(-1)?.lost.push({ atMs: Date.now(), count });
    });
  }

  #begin({ session }: Client): void {
    this.#end('NOT_RESUMED');
    this.#downAtMs = undefined;
    if (session === undefined) return;
    const { id, user, gateway } = session;
    const log = { id, user, gateway, fromMs: Date.now(), untilMs: Infinity };
    this.#sessions.push({ ...log, groups: new Map(), asked: new Set(), received: [], lost: [], cuts: [] });
  }

  #resumed(): void {
    const cut = this.#sessions.at(-1)?.cuts.at(-1);
    if (cut !== undefined) cut.resumedAtMs ??= Date.now();
  }

  /** It ended when its transport did, if it did not go on. */
  #end(code: string, reason = ''): void {
    const last = this.#sessions.at(-1);
    if (last === undefined || last.end !== undefined) return;
    last.end = { code, reason, atMs: Date.now() };
    last.untilMs = Math.min(last.untilMs, this.#downAtMs ?? Date.now());
  }

  /** @returns whether it was answered with success */
  async #request(type: number, more: string): Promise<boolean> {
    const client = this.#client;
    if (client === undefined) return false;
    const name = `${this.#options.index}.${(this.#serial += 1)}`;
    const { gateway = '', id: session = '' } = this.#sessions.at(-1) ?? {};
    const log: RequestLog = { name, session, gateway, sentAtMs: Date.now() };
    this.#requests.push(log);
    this.#open++;
    try {
      const answer = decoder.decode(await client.request(type, encoder.encode(name + more)));
      const [life = '', echo = ''] = answer.split('|');
      log.end = { atMs: Date.now(), code: '', outcomeKnown: true, life, echo };
      return true;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { name: code, outcomeKnown } = error;
      log.end = { atMs: Date.now(), code, outcomeKnown, life: '', echo: '' };
      return false;
    } finally {
      this.#open--;
    }
  }
}
