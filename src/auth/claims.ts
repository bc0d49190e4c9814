// From a token's verified claims to an identity. Pure. The token's issuer is trusted with who the user
// is, not with sizes or characters: what is taken here goes into logs, onto links and into memory once
// per session.

import type { Attributes } from '../protocol/attributes.js';
import type { Identity } from './verifier.js';

/** Which claims hold what. */
export interface ClaimNames {
  readonly user: string;
  readonly roles: string;
  readonly attributes: string;
  /** Class of device, for single login. */
  readonly device: string;
}

export const CLAIM_NAMES: ClaimNames = {
  user: 'sub',
  roles: 'roles',
  attributes: 'attributes',
  device: 'device',
};

export const USER_LENGTH_MAX = 128;
export const ROLES_MAX = 64;
export const ATTRIBUTES_MAX = 32;
/** Of a role and of an attribute's name, in UTF-16 units, as all lengths here. */
export const NAME_LENGTH_MAX = 64;
export const ATTRIBUTE_LENGTH_MAX = 1024;

/** Claims as JSON gave them. */
export type Claims = Readonly<Record<string, unknown>>;

export type ClaimedIdentity =
  | { readonly ok: true; readonly identity: Omit<Identity, 'expiresAtMs'> }
  | { readonly ok: false; readonly detail: string };

/** Roles, attributes and device may be missing; the user may not. */
export function identityOf(claims: Claims, names: ClaimNames): ClaimedIdentity {
  const user = claimOf(claims, names.user);
  if (!isName(user, USER_LENGTH_MAX)) {
    return refused(names.user, `a printable string of 1 to ${USER_LENGTH_MAX} characters`);
  }
  const roles = rolesOf(claimOf(claims, names.roles) ?? []);
  if (roles === undefined) return refused(names.roles, `a list of at most ${ROLES_MAX} role names`);
  const attributes = attributesOf(claimOf(claims, names.attributes) ?? {});
  if (attributes === undefined) {
    return refused(names.attributes, `an object of at most ${ATTRIBUTES_MAX} strings`);
  }
  const device = claimOf(claims, names.device);
  if (device === undefined) return { ok: true, identity: { user, roles, attributes } };
  if (!isName(device, NAME_LENGTH_MAX))
    return refused(names.device, `a printable string of 1 to ${NAME_LENGTH_MAX} characters`);
  return { ok: true, identity: { user, roles, attributes, device } };
}

/**
 * The identity of a token with its times. Written out and not spread: V8 gives an object that is made by a
 * spread a shape of its own, 300 bytes for each session.
 */
export function bounded(
  { user, roles, attributes, device }: Omit<Identity, 'expiresAtMs'>,
  expiresAtMs: number,
  issuedAtMs: number | undefined,
): Identity {
  return { user, roles, attributes, expiresAtMs, issuedAtMs, device };
}

const refused = (claim: string, wanted: string): ClaimedIdentity => ({
  ok: false,
  detail: `claim "${claim}" is not ${wanted}`,
});

/** Own claims only: `constructor` is no claim that every token has. */
const claimOf = (claims: Claims, name: string): unknown =>
  Object.hasOwn(claims, name) ? claims[name] : undefined;

function rolesOf(claim: unknown): readonly string[] | undefined {
  if (!Array.isArray(claim) || claim.length > ROLES_MAX) return undefined;
  if (claim.length === 0) return NO_ROLES;
  const roles: readonly unknown[] = claim;
  return roles.every((role) => isName(role, NAME_LENGTH_MAX)) ? [...new Set(roles)] : undefined;
}

/** One for all: most tokens have none. */
const NO_ROLES: readonly string[] = [];
const NO_ATTRIBUTES: Attributes = new Map();

function attributesOf(claim: unknown): Attributes | undefined {
  if (typeof claim !== 'object' || claim === null || Array.isArray(claim)) return undefined;
  const pairs: [string, unknown][] = Object.entries(claim);
  if (pairs.length > ATTRIBUTES_MAX) return undefined;
  if (pairs.length === 0) return NO_ATTRIBUTES;
  const attributes = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (!isName(name, NAME_LENGTH_MAX) || !isText(value, ATTRIBUTE_LENGTH_MAX)) return undefined;
    attributes.set(name, value);
  }
  return attributes;
}

/** No control characters, which would forge log lines and terminals; no lone surrogates, as in `isText`. */
function isName(value: unknown, lengthMax: number): value is string {
  return isText(value, lengthMax) && value !== '' && !/\p{Cc}/u.test(value);
}

/** Lone surrogates have no UTF-8 form: two different names would become the same bytes on the wire. */
function isText(value: unknown, lengthMax: number): value is string {
  return typeof value === 'string' && value.length <= lengthMax && !/\p{Cs}/u.test(value);
}
