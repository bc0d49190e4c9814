// Who may connect, decided at accept, before a byte is read: so many connections in all, so many new ones
// in a second, and both for each address, so that one of them cannot use up what is there for all.
//
// An address is remembered while it has connections or is ahead of its rate. The first kind is bounded by
// the connections there are, the second by IDLE_ADDRESSES_MAX.

import type { Clock } from '../clock.js';
import type { ConnectionGate, ConnectionRefusal } from '../transport/connection-gate.js';
import { paidAfter, rateOf, waitMs, type Rate } from './gcra.js';

export interface ConnectionLimitSettings {
  /** Connections at once, whatever state they are in. */
  readonly max: number;
  /** New ones in a second, 0: no limit. As for the next two. */
  readonly perSecondMax: number;
  readonly perAddressMax: number;
  readonly perAddressPerSecondMax: number;
}

/** More are a sign that the limit per second is off or that the addresses are made up: all are forgotten. */
const IDLE_ADDRESSES_MAX = 65_536;

const FORGET_INTERVAL_MS = 1000;

interface AddressState {
  open: number;
  paidUntilMs: number;
}

export class ConnectionLimits implements ConnectionGate {
  readonly #settings: ConnectionLimitSettings;
  readonly #clock: Clock;
  readonly #isExempt: (remote: string) => boolean;
  readonly #isProxy: (remote: string) => boolean;
  readonly #rate: Rate;
  readonly #addressRate: Rate;
  readonly #addresses = new Map<string, AddressState>();
  /** Addresses without connections that were ahead of their rate when they lost the last. */
  readonly #idle = new Map<string, AddressState>();
  #open = 0;
  #paidUntilMs = 0;
  #forgotAtMs = 0;

  /**
   * `remote` is "address:port".
   * @param isExempt from all but the limit on connections in all
   * @param isProxy its connections are its clients': exempt from the limits of an address only
   */
  constructor(
    settings: ConnectionLimitSettings,
    clock: Clock,
    isExempt: (remote: string) => boolean,
    isProxy: (remote: string) => boolean = () => false,
  ) {
    this.#settings = settings;
    this.#clock = clock;
    this.#isExempt = (remote) => isExempt(remote) || isProxy(remote);
    this.#isProxy = isProxy;
    this.#rate = rateOf(settings.perSecondMax);
    this.#addressRate = rateOf(settings.perAddressPerSecondMax);
  }

  /** Connections that were admitted and not released. */
  get open(): number {
    return this.#open;
  }

  /** Addresses that are remembered. */
  get addresses(): number {
    return this.#addresses.size + this.#idle.size;
  }

  /** Counts a new connection, or says why it may not be. */
  admit(remote: string): ConnectionRefusal | undefined {
    if (this.#open >= this.#settings.max) return 'connections-full';
    if (this.#isProxy(remote) || !this.#isExempt(remote)) {
      const nowMs = this.#clock.nowMs();
      if (waitMs(this.#rate, this.#paidUntilMs, nowMs, 1) > 0) return 'connection-rate';
      const refusal = this.admitAddress(remote);
      if (refusal !== undefined) return refusal;
      this.#paidUntilMs = paidAfter(this.#rate, this.#paidUntilMs, nowMs, 1);
    }
    this.#open++;
    return undefined;
  }

  /** Counts a connection for its address only: for the client that a proxy speaks for. */
  admitAddress(remote: string): ConnectionRefusal | undefined {
    if (this.#isExempt(remote)) return undefined;
    const nowMs = this.#clock.nowMs();
    this.#forgetIdle(nowMs);
    const key = addressKey(remote);
    const state = this.#addresses.get(key) ?? this.#idle.get(key) ?? { open: 0, paidUntilMs: 0 };
    const { perAddressMax } = this.#settings;
    if (perAddressMax > 0 && state.open >= perAddressMax) return 'address-full';
    if (waitMs(this.#addressRate, state.paidUntilMs, nowMs, 1) > 0) return 'address-rate';
    state.open++;
    state.paidUntilMs = paidAfter(this.#addressRate, state.paidUntilMs, nowMs, 1);
    this.#idle.delete(key);
    this.#addresses.set(key, state);
    return undefined;
  }

  /** An admitted connection is gone. `remote` is the client's, also behind a proxy. */
  release(remote: string): void {
    this.#open--;
    if (this.#isExempt(remote)) return;
    const key = addressKey(remote);
    const state = this.#addresses.get(key);
    if (state === undefined || --state.open > 0) return;
    this.#addresses.delete(key);
    if (state.paidUntilMs <= this.#clock.nowMs()) return;
    this.#idle.set(key, state);
    if (this.#idle.size > IDLE_ADDRESSES_MAX) this.#idle.clear();
  }

  /** Forgets idle addresses that are not ahead of their rate any more. */
  #forgetIdle(nowMs: number): void {
    if (nowMs - this.#forgotAtMs < FORGET_INTERVAL_MS) return;
    this.#forgotAtMs = nowMs;
    for (const [key, { paidUntilMs }] of this.#idle) if (paidUntilMs <= nowMs) this.#idle.delete(key);
  }
}

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * What counts as one address: an IPv4 address, or the /64 network of an IPv6 one, which is the least that
 * one subscriber gets.
 * @param remote "address:port", IPv6 in brackets
 */
export function addressKey(remote: string): string {
  const address = remote.slice(0, remote.lastIndexOf(':')).replace(/^\[|\]$/g, '');
  const mapped = MAPPED_IPV4.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address;
  const [before = '', after] = address.split('::');
  const groups = before === '' ? [] : before.split(':');
  const behind = after === undefined || after === '' ? 0 : after.split(':').length;
  // "::" stands for as many zeros as are missing.
  if (after !== undefined) while (groups.length + behind < 8 && groups.length < 4) groups.push('0');
  const rest = after === undefined ? [] : after.split(':');
  return `${[...groups, ...rest].slice(0, 4).join(':')}::/64`;
}
