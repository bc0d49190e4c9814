// Session attributes travel as a list, ascending by name, and live as a map.

/** A session's attributes: from the token's claims, then set by backends. */
export type Attributes = ReadonlyMap<string, string>;

interface AttributeEntry {
  readonly name?: string | null;
  readonly value?: string | null;
}

export function attributesToList(attributes: Attributes): { name: string; value: string }[] {
  return [...attributes]
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

export function attributesFromList(list: readonly AttributeEntry[]): Map<string, string> {
  return new Map(list.map(({ name, value }) => [name ?? '', value ?? '']));
}
