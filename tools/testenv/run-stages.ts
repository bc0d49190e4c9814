// Runs compiled tests, each file in a process of its own: `run-stages.mjs order.json`. All lanes report through
// one reporter, which wants to hear of one top-level test after the other: what lanes say is put together from
// whole ones. Counts are summed, so that there is one "tests N" at the end.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { run } from 'node:test';
import { FILE_MS_MAX, type Lane, type Stage } from './lanes.js';
import { repositoryRoot } from './tool.js';

export interface RunOrder {
  /** Where the tests were compiled to. */
  readonly folder: string;
  /** Of compiled files. */
  readonly stages: readonly Stage[];
}

interface TestEvent {
  readonly type: string;
  readonly data: {
    readonly nesting?: number;
    readonly message?: string;
    readonly name?: string;
    readonly file?: string;
    readonly todo?: string | boolean;
  };
}

type Reporter = (events: AsyncIterable<TestEvent>) => AsyncIterable<string>;

/** As Node counts what it ran. */
const COUNT = /^(tests|suites|pass|fail|cancelled|skipped|todo) (\d+)$/;

class Report {
  readonly events = new PassThrough({ objectMode: true });
  readonly #folder: string;
  readonly #counts = new Map<string, number>();
  readonly #startedMs = performance.now();
  failed = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Resolves when all files of the lane have ended, or the signal has ended them. */
  async follow({ files, atOnce }: Lane, signal: AbortSignal): Promise<void> {
    let held: TestEvent[] = [];
    const release = (): void => {
      for (const event of held) this.events.write(this.#withSources(event));
      held = [];
    };
    const events = run({ files: [...files], concurrency: atOnce, timeout: FILE_MS_MAX, signal });
    for await (const event of events as AsyncIterable<TestEvent>) {
      if (this.#isSummary(event)) continue;
      held.push(event);
      if (event.type === 'test:fail' && event.data.todo === undefined) this.failed = true;
      if ((event.type === 'test:pass' || event.type === 'test:fail') && event.data.nesting === 0) release();
    }
    release();
  }

  end(): void {
    const durationMs = performance.now() - this.#startedMs;
    for (const [name, count] of [...this.#counts, ['duration_ms', durationMs] as const])
      this.events.write({ type: 'test:diagnostic', data: { nesting: 0, message: `${name} ${count}` } });
    this.events.end();
  }

  /** A file that fails as a whole is named by its source. */
  #withSources({ type, data }: TestEvent): TestEvent {
    const { name, file } = data;
    const named = { ...(name !== undefined && { name: this.#source(name) }) };
    return { type, data: { ...data, ...named, ...(file !== undefined && { file: this.#source(file) }) } };
  }

  #source(name: string): string {
    if (!name.startsWith(this.#folder)) return name;
    return path.join(repositoryRoot, path.relative(this.#folder, name).replace(/\.mjs$/, '.ts'));
  }

  #isSummary({ type, data }: TestEvent): boolean {
    if (type === 'test:summary') return true;
    if (type !== 'test:diagnostic' || data.nesting !== 0 || data.file !== undefined) return false;
    const [, name, count] = COUNT.exec(data.message ?? '') ?? [];
    if (name !== undefined) this.#counts.set(name, (this.#counts.get(name) ?? 0) + Number(count));
    return name !== undefined || (data.message?.startsWith('duration_ms ') ?? false);
  }
}

async function main([file = '']: readonly string[]): Promise<number> {
  const { folder, stages } = JSON.parse(readFileSync(file, 'utf8')) as RunOrder;
  const reporterFile = new URL('reporter.mjs', import.meta.url).href;
  const { default: reporter } = (await import(reporterFile)) as { default: Reporter };
  const report = new Report(folder);
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGHUP'])
    process.once(signal, () => {
      stop.abort();
    });
  const printed = print(reporter(report.events as AsyncIterable<TestEvent>));
  for (const lanes of stages) await Promise.all(lanes.map((lane) => report.follow(lane, stop.signal)));
  report.end();
  await printed;
  return report.failed ? 1 : 0;
}

async function print(texts: AsyncIterable<string>): Promise<void> {
  for await (const text of texts)
    if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve));
}

process.exitCode = await main(process.argv.slice(2));
