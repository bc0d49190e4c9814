// A backend of the SDK that listens, and a way to dial it.

import type { TestContext } from 'node:test';
import {
  createBackend,
  type Backend,
  type BackendAddress,
  type BackendOptions,
} from '../../src/sdk/backend/backend.js';
import { silentLog } from '../../src/log.js';
import { LINK_SECRET, LinkGateway } from './link-gateway.js';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (payload: Uint8Array): string => new TextDecoder().decode(payload);

export interface StartedBackend {
  readonly backend: Backend;
  readonly place: BackendAddress;
  /** Links a gateway of this id. */
  readonly dial: (id?: string) => Promise<LinkGateway>;
}

/** Starts a backend `chat-1` and closes it when the test ends. */
export async function startBackend(
  context: TestContext,
  set: (backend: Backend) => void,
  options: Partial<BackendOptions> = {},
): Promise<StartedBackend> {
  const backend = createBackend({
    service: 'chat',
    serverId: 'chat-1',
    secrets: LINK_SECRET,
    log: silentLog,
    ...options,
  });
  set(backend);
  const place = await backend.start();
  context.after(() => backend.close());
  return { backend, place, dial: (id) => LinkGateway.dial(place.port, 'chat-1', id) };
}
