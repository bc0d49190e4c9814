// Reads a .cpuprofile (V8 inspector, Profiler.Profile): a tree of call frames, and which of them was on top at each
// sample.

export interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  /** From 0. */
  readonly lineNumber: number;
}

export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: CallFrame;
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

/** One function at one place of the call tree. */
export interface Frame {
  /** As people know it: name, file and line. */
  readonly name: string;
  readonly selfUs: number;
  /** Its own and that of all below it. */
  readonly totalUs: number;
  readonly children: readonly Frame[];
}

/** Waiting for events. What runs outside of JavaScript, reads of the kernel above all, is "(program)" and counts. */
const IDLE = '(idle)';

/** The tree below the root, without what was idle. Siblings of the same name are one. */
export function frameTree({ nodes, samples, timeDeltas }: CpuProfile): Frame {
  const selfUs = new Map<number, number>();
  for (const [at, id] of samples.entries()) selfUs.set(id, (selfUs.get(id) ?? 0) + (timeDeltas[at] ?? 0));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const toFrame = (id: number): Frame => {
    const node = byId.get(id);
    const children = merged((node?.children ?? []).map(toFrame));
    return newFrame(node === undefined ? '?' : frameName(node.callFrame), selfUs.get(id) ?? 0, children);
  };
  const root = toFrame(nodes[0]?.id ?? 0);
  const busy = root.children.filter(({ name }) => name !== IDLE);
  return newFrame('all', 0, busy);
}

/** Self time by function over the whole tree, the most first. */
export function selfTimes(root: Frame): readonly { readonly name: string; readonly selfUs: number }[] {
  const sums = new Map<string, number>();
  const visit = ({ name, selfUs, children }: Frame): void => {
    sums.set(name, (sums.get(name) ?? 0) + selfUs);
    children.forEach(visit);
  };
  visit(root);
  return [...sums]
    .map(([name, selfUs]) => ({ name, selfUs }))
    .filter(({ selfUs }) => selfUs > 0)
    .sort((a, b) => b.selfUs - a.selfUs);
}

export function frameName({ functionName, url, lineNumber }: CallFrame): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  if (url === '') return name;
  const file = url.replace(/^.*\/(?:dist|node_modules)\//, '').replace(/^file:\/\//, '');
  return `${name} ${file}:${lineNumber + 1}`;
}

function newFrame(name: string, selfUs: number, children: readonly Frame[]): Frame {
  const below = children.reduce((sum, { totalUs }) => sum + totalUs, 0);
  return { name, selfUs, totalUs: selfUs + below, children };
}

function merged(frames: readonly Frame[]): readonly Frame[] {
  const byName = new Map<string, Frame>();
  for (const frame of frames) {
    const same = byName.get(frame.name);
    const one =
      same === undefined
        ? frame
        : newFrame(frame.name, same.selfUs + frame.selfUs, merged([...same.children, ...frame.children]));
    byName.set(frame.name, one);
  }
  return [...byName.values()];
}
