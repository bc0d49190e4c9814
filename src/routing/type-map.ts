// Message type → small number, in four array reads whatever the table holds.
//
// A 32-bit type is split into 12 + 8 + 6 + 6 bits. Each inner slot holds the offset of a node of the next
// level, each leaf slot a value; all nodes lie in one array, the root at 0. A subtree in which every type
// has the same value exists once per value and level and is shared, so a range of 2^31 types costs a few
// hundred slots, and an absent one leads through the shared empty subtrees to 0 without a branch.
// The small lower levels keep scattered types cheap: a type alone in its neighbourhood costs 512 bytes.

import type { TypeRange } from './message-types.js';

interface Level {
  /** Bits below this level's own. */
  readonly shift: number;
  readonly slots: number;
}

const LEVELS: readonly Level[] = [
  { shift: 20, slots: 4096 },
  { shift: 12, slots: 256 },
  { shift: 6, slots: 64 },
  { shift: 0, slots: 64 },
];
const LEAF_LEVEL = LEVELS.length - 1;
const ROOT_SLOTS = 4096;

/** Immutable. */
export class TypeMap {
  readonly #nodes: Uint32Array;

  /** `nodes` as `buildTypeMap` laid them out. */
  constructor(nodes: Uint32Array) {
    this.#nodes = nodes;
  }

  /** The value of `type` (0 to 2^32-1); 0 when it has none. The fallbacks only satisfy the types. */
  get(type: number): number {
    const nodes = this.#nodes;
    const second = nodes[type >>> 20] ?? 0;
    const third = nodes[second + ((type >>> 12) & 0xff)] ?? 0;
    const leaf = nodes[third + ((type >>> 6) & 0x3f)] ?? 0;
    return nodes[leaf + (type & 0x3f)] ?? 0;
  }

  /** Memory of the nodes, in bytes. */
  get sizeBytes(): number {
    return this.#nodes.byteLength;
  }
}

export interface TypeAssignment extends TypeRange {
  /** Not 0. */
  readonly value: number;
}

/** Ranges must not overlap (compile-table.ts has checked). */
export function buildTypeMap(assignments: Iterable<TypeAssignment>): TypeMap {
  const builder = new Builder();
  for (const assignment of assignments) builder.paint(assignment);
  return new TypeMap(builder.finish());
}

class Builder {
  #nodes = new Uint32Array(ROOT_SLOTS * 2);
  #length = 0;
  /** "level:value" → offset of the subtree that has this value everywhere. */
  readonly #uniform = new Map<string, number>();

  constructor() {
    this.#append(ROOT_SLOTS, 0);
    const empty = this.#uniformNode(1, 0);
    this.#nodes.fill(empty, 0, ROOT_SLOTS);
  }

  paint({ first, last, value }: TypeAssignment): void {
    this.#paintNode(0, 0, 0, first, last, value);
  }

  finish(): Uint32Array {
    return this.#nodes.slice(0, this.#length);
  }

  /** Gives `value` to the part of [first, last] that lies in the node at `node`, whose first type is `base`. */
  #paintNode(node: number, level: number, base: number, first: number, last: number, value: number): void {
    const { width, slots } = extentOf(level);
    const from = Math.max(0, Math.floor((first - base) / width));
    const to = Math.min(slots - 1, Math.floor((last - base) / width));
    for (let slot = from; slot <= to; slot++) {
      const slotFirst = base + slot * width;
      const whole = first <= slotFirst && slotFirst + width - 1 <= last;
      if (whole) this.#point(node + slot, this.#uniformNode(level + 1, value));
      else this.#paintNode(this.#ownChild(node + slot, level + 1), level + 1, slotFirst, first, last, value);
    }
  }

  /** The child behind `slot` as a node of its own. Without overlaps it is still empty, or owned already. */
  #ownChild(slot: number, level: number): number {
    const child = this.#nodes[slot] ?? 0;
    if (child !== this.#uniformNode(level, 0)) return child;
    const owned = this.#append(extentOf(level).slots, this.#uniformNode(level + 1, 0));
    this.#point(slot, owned);
    return owned;
  }

  /** A call, because making `target` may have grown (replaced) the array. */
  #point(slot: number, target: number): void {
    this.#nodes[slot] = target;
  }

  /** Offset of the shared subtree; below the leaves, the value itself. */
  #uniformNode(level: number, value: number): number {
    if (level > LEAF_LEVEL) return value;
    const key = `${level}:${value}`;
    const known = this.#uniform.get(key);
    if (known !== undefined) return known;
    const node = this.#append(extentOf(level).slots, this.#uniformNode(level + 1, value));
    this.#uniform.set(key, node);
    return node;
  }

  #append(slots: number, content: number): number {
    const node = this.#length;
    this.#length += slots;
    if (this.#length > this.#nodes.length) this.#grow();
    this.#nodes.fill(content, node, this.#length);
    return node;
  }

  #grow(): void {
    const grown = new Uint32Array(this.#nodes.length * 2);
    grown.set(this.#nodes);
    this.#nodes = grown;
  }
}

/** Slots of a node of this level, and how many types each stands for. */
function extentOf(level: number): { readonly slots: number; readonly width: number } {
  const { slots, shift } = LEVELS[level] ?? { slots: 0, shift: 0 };
  return { slots, width: 2 ** shift };
}
