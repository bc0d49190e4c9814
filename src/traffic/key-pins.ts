// Keys bound to instances by backends: the room "r42" of service "world" lives on world-3.

/** Keys remembered, all services together; the least recently set one gives way. About 10 MiB. */
const KEYS_MAX = 65_536;

export class KeyPins {
  readonly #servers = new Map<string, string>();

  get size(): number {
    return this.#servers.size;
  }

  /** Binds a key to a server id, or unbinds it with an empty one. */
  set(service: string, key: Uint8Array, serverId: string): void {
    const name = nameOf(service, key, 0, key.length);
    this.#servers.delete(name);
    if (serverId === '') return;
    this.#servers.set(name, serverId);
    if (this.#servers.size <= KEYS_MAX) return;
    const [oldest] = this.#servers.keys();
    if (oldest !== undefined) this.#servers.delete(oldest);
  }

  /** The server id of the key in `bytes[start, end)`, if it is bound. */
  find(service: string, bytes: Uint8Array, start: number, end: number): string | undefined {
    return this.#servers.size === 0 ? undefined : this.#servers.get(nameOf(service, bytes, start, end));
  }
}

/** One string for both: a service name holds no NUL. */
function nameOf(service: string, bytes: Uint8Array, start: number, end: number): string {
  return `${service}\0${Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1')}`;
}
