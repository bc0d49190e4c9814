// One client of the steady load: numbers what it sends, checks what comes back, and keeps the account.
//
// The numbers n of a client count its requests and notifications together. The backend answers
// "n|server|k", where k is the place of the message among those of this session that reached that server. So:
//   - between two neighbouring requests that the same server answered, k rises exactly as n does: a lost or
//     doubled message, request or notification, shows
//   - answers of type 1000 of one server come in the order of n
//   - pushes "server|m" come as m = 1, 2, 3 … for each server
import type { Client } from '../../src/sdk/client/node.js';
import { RequestError } from '../../src/sdk/client/node.js';

export interface FailedRequest {
  readonly client: number;
  readonly n: number;
  readonly name: string;
  readonly sentAtEpochMs: number;
  /** The server that answered this client last before, where known. */
  readonly lastServer: string;
}

export interface Account {
  requests: number;
  notifications: number;
  /** Requests answered with success, by server. */
  answers: Record<string, number>;
  pushes: Record<string, number>;
  failed: FailedRequest[];
  /** What must not be: wrong payloads, wrong order, loss; the first few of it. */
  faults: string[];
  disconnects: number;
  undelivered: number;
  lost: number;
}

export function newAccount(): Account {
  return {
    requests: 0,
    notifications: 0,
    answers: {},
    pushes: {},
    failed: [],
    faults: [],
    disconnects: 0,
    undelivered: 0,
    lost: 0,
  };
}

interface Arrival {
  readonly n: number;
  /** Empty when the request failed. */
  readonly server: string;
  readonly place: number;
}

const FAULTS_MAX = 20;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class LoadClient {
  readonly #index: number;
  readonly #client: Client;
  readonly #account: Account;
  readonly #arrivals: Arrival[] = [];
  readonly #lastAnswered = new Map<string, number>();
  readonly #lastPush = new Map<string, number>();
  #lastServer = '';
  #n = 0;
  #open = 0;

  constructor(index: number, client: Client, account: Account) {
    this.#index = index;
    this.#client = client;
    this.#account = account;
    client.onPush(2000, (payload) => {
      this.#pushed(decoder.decode(payload));
    });
    client.on('disconnected', ({ name }) => {
      account.disconnects++;
      this.#fault(`disconnected: ${name}`);
    });
    client.on('undelivered', ({ type, name, count }) => {
      account.undelivered += count;
      this.#fault(`${count} notifications of type ${type} undelivered: ${name}`);
    });
    client.on('lost', ({ count }) => {
      account.lost += count;
    });
  }

  /** Requests that wait for an answer. */
  get open(): number {
    return this.#open;
  }

  notify(): void {
    this.#n++;
    this.#account.notifications++;
    const result = this.#client.notify(1001, encoder.encode(String(this.#n)));
    if (!result.ok) this.#fault(`notification ${this.#n} not taken: ${result.error.name}`);
  }

  async request(type: 1000 | 1002): Promise<void> {
    const n = ++this.#n;
    const sentAtEpochMs = Date.now();
    this.#account.requests++;
    this.#open++;
    try {
      this.#answered(type, n, decoder.decode(await this.#client.request(type, encoder.encode(String(n)))));
    } catch (error) {
      const name = error instanceof RequestError ? error.name : String(error);
      this.#arrivals.push({ n, server: '', place: 0 });
      this.#account.failed.push({
        client: this.#index,
        n,
        name,
        sentAtEpochMs,
        lastServer: this.#lastServer,
      });
    } finally {
      this.#open--;
    }
  }

  /** Checks the places of all messages so far; call it when nothing is open. */
  checkPlaces(): void {
    const sorted = this.#arrivals.sort((a, b) => a.n - b.n);
    const last = new Map<string, Arrival>();
    let before: Arrival | undefined;
    for (const arrival of sorted) {
      const known = last.get(arrival.server);
      if (arrival.server !== '') this.#checkPlace(arrival, known, known !== undefined && known === before);
      last.set(arrival.server, arrival);
      before = arrival;
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  #checkPlace({ n, server, place }: Arrival, last: Arrival | undefined, neighbours: boolean): void {
    const sent = n - (last?.n ?? 0);
    const arrived = place - (last?.place ?? 0);
    if (arrived < 1 || arrived > sent || (neighbours && arrived !== sent))
      this.#fault(
        `${server} saw request ${n} as its ${place}th, and request ${last?.n ?? 0} as its ${last?.place ?? 0}th`,
      );
  }

  #answered(type: 1000 | 1002, n: number, payload: string): void {
    const [echoed, server = '', place = ''] = payload.split('|');
    if (echoed !== String(n)) this.#fault(`request ${n} was answered "${payload}"`);
    this.#account.answers[server] = (this.#account.answers[server] ?? 0) + 1;
    this.#arrivals.push({ n, server, place: Number(place) });
    this.#lastServer = server;
    if (type === 1002) return;
    const last = this.#lastAnswered.get(server) ?? 0;
    if (n <= last) this.#fault(`answer to ${n} of ${server} came after the one to ${last}`);
    this.#lastAnswered.set(server, n);
  }

  #pushed(payload: string): void {
    const [server = '', place = ''] = payload.split('|');
    const last = this.#lastPush.get(server) ?? 0;
    if (Number(place) !== last + 1) this.#fault(`push ${place} of ${server} came after ${last}`);
    this.#lastPush.set(server, Number(place));
    this.#account.pushes[server] = (this.#account.pushes[server] ?? 0) + 1;
  }

  #fault(what: string): void {
    if (this.#account.faults.length < FAULTS_MAX) this.#account.faults.push(`client ${this.#index}: ${what}`);
  }
}
