// The keys that this backend has bound to instances. A gateway knows what it was told over its own link, so each
// gateway is told, and those that link later are told all of them.

import { pin } from '../../protocol/link-messages.js';
import { encodeLinkFrame, LinkKind } from '../../protocol/link-frames.js';
import { CallError } from './errors.js';
import type { LinkPath } from './link-path.js';

/** As many as a gateway remembers (src/traffic/key-pins.ts); the least recently set one gives way. */
const KEYS_MAX = 65_536;

export interface KeyPin {
  readonly service: string;
  readonly key: Uint8Array;
  /** Server id; empty unbinds. */
  readonly server: string;
}

/** Sends a PIN and waits for its DONE. @throws CallError (rejects) */
export type TellGateway = (link: LinkPath | undefined, body: Uint8Array) => Promise<unknown>;

export class PinnedKeys {
  readonly #pins = new Map<string, KeyPin>();

  /**
   * Binds a key at all gateways, or unbinds it. A gateway whose link is lost meanwhile is told when it links again.
   * @throws CallError (rejects) when a gateway refuses it, or none is there; it is not told to others later then
   */
  async set(pinned: KeyPin, links: readonly LinkPath[], tell: TellGateway): Promise<void> {
    const body = pin.encode(pinned);
    if (links.length > 0) this.#remember(pinned);
    const told = links.length > 0 ? links : [undefined];
    const outcomes = await Promise.allSettled(told.map((link) => tell(link, body)));
    const failures = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' && outcome.reason instanceof CallError ? [outcome.reason] : [],
    );
    const refused = failures.find(({ name }) => name !== 'INSTANCE_LOST');
    const failure = refused ?? (failures.length === told.length ? failures[0] : undefined);
    if (failure === undefined) return;
    this.#forget(pinned);
    throw failure;
  }

  /** What a gateway that has just linked has to know, as frames, the least recently set one first. */
  *frames(): Iterable<Uint8Array> {
    for (const pinned of this.#pins.values())
      yield encodeLinkFrame({ kind: LinkKind.PIN }, undefined, pin.encode(pinned));
  }

  #remember({ service, key, server }: KeyPin): void {
    const name = nameOf(service, key);
    this.#pins.delete(name);
    if (server !== '') this.#pins.set(name, { service, key: Uint8Array.from(key), server });
    if (this.#pins.size <= KEYS_MAX) return;
    const [oldest] = this.#pins.keys();
    if (oldest !== undefined) this.#pins.delete(oldest);
  }

  /** Unless it was set anew meanwhile. */
  #forget({ service, key, server }: KeyPin): void {
    const name = nameOf(service, key);
    if (this.#pins.get(name)?.server === server) this.#pins.delete(name);
  }
}

/** One string for both: a service name holds no NUL. */
function nameOf(service: string, key: Uint8Array): string {
  return `${service}\0${Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1')}`;
}
