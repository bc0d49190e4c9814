import { consulClient } from '../../assemble.js';
import type { Config } from '../../config/schema.js';
import { ConsulRouteStore } from '../../discovery/consul/route-store.js';
import type { TableHome } from './home.js';

export function consulHome(config: Config): TableHome {
  const client = consulClient(config);
  const store = new ConsulRouteStore(client, config.consul.prefix);
  return {
    origin: store.origin,
    read: async () => {
      const read = await store.read();
      if (!read.ok) return read;
      const { value } = read;
      return { ok: true, value: { ...value, write: (change) => store.write(value, change) } };
    },
    textOf: (entry) => entry,
    history: () => store.history(),
    close: () => {
      client.close();
    },
  };
}
