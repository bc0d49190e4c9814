// Route sources for the tests of this room.

import type { RouteSource } from '../../../src/discovery/registry.js';

export function sourceOf(
  entries: Readonly<Record<string, unknown>>,
  more: Partial<Omit<RouteSource, 'entries'>> = {},
): RouteSource {
  const texts = Object.entries(entries).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return {
    entries: new Map(texts),
    origin: 'test',
    revision: '1',
    doubt: false,
    acceptedHash: undefined,
    ...more,
  };
}

/** One route as an operator writes it. */
export const echo = (types: unknown, more: object = {}): object => ({ types, service: 'echo', ...more });
