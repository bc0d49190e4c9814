// Lists of networks, such as "10.0.0.0/8" or "192.0.2.7", and whether an address lies in one of them.

import { BlockList, isIP } from 'node:net';

/** Whether a peer, "address:port" as `ByteSocket.remote` gives it, is listed. */
export type ListedPeers = (remote: string) => boolean;

/** @param networks checked by whoever read them: one that cannot be understood throws */
export function listedPeers(networks: readonly string[]): ListedPeers {
  if (networks.length === 0) return () => false;
  const listed = new BlockList();
  for (const network of networks) addNetwork(listed, network);
  return (remote) => {
    const address = hostOf(remote);
    const family = isIP(address);
    return family !== 0 && listed.check(address, family === 4 ? 'ipv4' : 'ipv6');
  };
}

function addNetwork(listed: BlockList, network: string): void {
  const [address = '', bits] = network.split('/');
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  if (bits === undefined) listed.addAddress(address, family);
  else listed.addSubnet(address, Number(bits), family);
}

const hostOf = (remote: string): string => remote.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
