// What gateways tell each other of who is online, as values; on the way it is proto/causeway/presence.proto.
// What cannot be read is undefined: other gateways may be of another version.

import type { Presence } from '../cluster/cluster.js';
import { attributesFromList, attributesToList } from '../protocol/attributes.js';
import { linkPresence, type LinkPresence } from '../protocol/link-messages.js';
import { NewsKind, presenceNews } from '../protocol/presence-messages.js';

/** All users, or these. */
export type Wanted = 'all' | readonly string[];

/** A session of the gateway that tells. */
export interface Sighting {
  readonly gone: boolean;
  readonly presence: Presence;
}

export type News =
  | {
      readonly kind: 'watch';
      /** Rises with every question of a gateway; the answers repeat it. */
      readonly round: number;
      /** What was asked for before is to be forgotten. */
      readonly whole: boolean;
      /** The question ends with this message. */
      readonly last: boolean;
      readonly wanted: Wanted;
    }
  | { readonly kind: 'unwatch'; readonly wanted: Wanted }
  | {
      readonly kind: 'changes';
      /** Of the last question that the teller has taken up. */
      readonly round: number;
      /** The question of this round is answered. */
      readonly last: boolean;
      readonly changes: readonly Sighting[];
    };

export function encodeNews(news: News): Uint8Array {
  switch (news.kind) {
    case 'watch': {
      const { round, whole, last } = news;
      return presenceNews.encode({ kind: NewsKind.WATCH, round, whole, last, ...wantedFields(news.wanted) });
    }
    case 'unwatch':
      return presenceNews.encode({ kind: NewsKind.UNWATCH, ...wantedFields(news.wanted) });
    case 'changes': {
      const { round, last, changes } = news;
      const encoded = changes.map(({ gone, presence }) => ({
        gone,
        presence: linkPresence.encode(presenceFields(presence)),
      }));
      return presenceNews.encode({ kind: NewsKind.CHANGES, round, last, changes: encoded });
    }
  }
}

/** @returns undefined when it is nothing that this version understands */
export function decodeNews(bytes: Uint8Array): News | undefined {
  const decoded = presenceNews.decode(bytes);
  if (decoded === undefined) return undefined;
  const { kind, round, whole, last, all, users } = decoded;
  const wanted = all ? 'all' : users;
  if (kind === NewsKind.WATCH) return { kind: 'watch', round, whole, last, wanted };
  if (kind === NewsKind.UNWATCH) return { kind: 'unwatch', wanted };
  if (kind !== NewsKind.CHANGES) return undefined;
  const changes = decoded.changes.flatMap(({ gone, presence }): Sighting[] => {
    const fields = linkPresence.decode(presence ?? new Uint8Array(0));
    return fields === undefined ? [] : [{ gone: gone ?? false, presence: presenceOf(fields) }];
  });
  return { kind: 'changes', round, last, changes };
}

const wantedFields = (wanted: Wanted): { all: true } | { users: string[] } =>
  wanted === 'all' ? { all: true } : { users: [...wanted] };

/** As links and news carry it. */
export function presenceFields(presence: Presence): LinkPresence {
  const { sessionId, user, gatewayId, sinceEpochMs, device, client, address, attributes } = presence;
  return {
    session: sessionId,
    user,
    gateway: gatewayId,
    sinceEpochMs,
    ...{ device, client, address },
    attributes: attributesToList(attributes),
  };
}

function presenceOf(fields: LinkPresence): Presence {
  const { session, user, gateway, sinceEpochMs, device, client, address } = fields;
  return {
    sessionId: session,
    user,
    gatewayId: gateway,
    sinceEpochMs,
    ...{ device, client, address },
    attributes: attributesFromList(fields.attributes),
  };
}

/** A picture of this moment: a gateway's own sessions go on changing. */
export function copyOf(presence: Presence): Presence {
  const { sessionId, user, gatewayId, sinceEpochMs, device, client, address, attributes } = presence;
  return { sessionId, user, gatewayId, sinceEpochMs, device, client, address, attributes };
}
