// The embedded registry: one watched YAML file (registry-file.ts says what stands in it). The last good state
// stays while the file is broken or away. What the file says is meant: there is no index that could go back.
// Only an emptied file is treated like an emptied Consul, since a program that saves may truncate first; the
// mark by which an operator accepts it is a second watched file.
import { createHash } from 'node:crypto';
import type { Clock } from '../../clock.js';
import type { Log } from '../../log.js';
import { Contact, type ContactState } from '../contact.js';
import { defaultTrustPeriodMs, InstancePublisher } from '../instance-publisher.js';
import type { InstanceSnapshot, Registry, RouteSource, Watch } from '../registry.js';
import { watchFile } from './file-watch.js';
import { parseRegistryFile, type RegistryFileState } from './registry-file.js';

export interface FileRegistryOptions {
  readonly file: string;
  /** Holds the content hash that an operator marked as meant; need not exist. Without it there is no mark. */
  readonly acceptedFile?: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly trustPeriodMs?: number;
}

interface LoadedFile extends RegistryFileState {
  readonly revision: string;
}

/** Told of every good state of the file, and closed with the registry. */
interface Subscriber extends Watch {
  take(loaded: LoadedFile): void;
}

export class FileRegistry implements Registry {
  readonly #options: FileRegistryOptions;
  readonly #contact: Contact;
  readonly #subscribers = new Set<Subscriber>();
  #watch: Watch | undefined;
  #acceptedWatch: Watch | undefined;
  #loaded: LoadedFile | undefined;
  /** Whether the mark was looked for; there may be none. Nothing is told before. */
  #acceptedKnown: boolean;
  #acceptedHash: string | undefined;

  constructor(options: FileRegistryOptions) {
    this.#options = options;
    this.#acceptedKnown = options.acceptedFile === undefined;
    this.#contact = new Contact(`file ${options.file}`, options.clock, options.log);
  }

  watchInstances(onSnapshot: (snapshot: InstanceSnapshot) => void): Watch {
    const { clock, log, trustPeriodMs = defaultTrustPeriodMs } = this.#options;
    const publisher = new InstancePublisher({ clock, log, trustPeriodMs, onSnapshot });
    return this.#subscribe({
      take: ({ instances }) => {
        publisher.update(instances, false);
      },
      close: () => {
        publisher.close();
      },
    });
  }

  watchRoutes(onSource: (source: RouteSource) => void): Watch {
    let told: string | undefined;
    return this.#subscribe({
      take: ({ entries, revision }) => {
        // An edit of services only is no news here.
        const acceptedHash = this.#acceptedHash;
        const content = JSON.stringify([acceptedHash, ...entries]);
        if (content === told) return;
        told = content;
        const origin = this.#options.file;
        onSource({ entries, origin, revision, doubt: false, acceptedHash });
      },
      close: () => undefined,
    });
  }

  /** Nothing to do: the history of a file is kept by whoever keeps the file. */
  recordAccepted(): Promise<void> {
    return Promise.resolve();
  }

  contact(): ContactState {
    return this.#contact.current();
  }

  close(): void {
    this.#watch?.close();
    this.#acceptedWatch?.close();
    for (const subscriber of [...this.#subscribers]) this.#end(subscriber);
  }

  #subscribe(subscriber: Subscriber): Watch {
    this.#subscribers.add(subscriber);
    this.#watch ??= this.#start();
    this.#acceptedWatch ??= this.#startAccepted();
    // Never within the call: the caller does not hold its Watch yet.
    queueMicrotask(() => {
      if (this.#subscribers.has(subscriber)) this.#tell([subscriber]);
    });
    return {
      close: () => {
        this.#end(subscriber);
      },
    };
  }

  #end(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
    subscriber.close();
  }

  #start(): Watch {
    return watchFile(this.#options.file, this.#options.clock, {
      onText: (text) => {
        this.#load(text);
      },
      onUnreadable: (reason) => {
        this.#contact.report('file', reason);
      },
    });
  }

  #startAccepted(): Watch | undefined {
    const { acceptedFile, clock } = this.#options;
    if (acceptedFile === undefined) return undefined;
    const accept = (hash: string | undefined): void => {
      this.#acceptedKnown = true;
      this.#acceptedHash = hash;
      this.#tell([...this.#subscribers]);
    };
    return watchFile(acceptedFile, clock, {
      onText: (text) => {
        accept(text.trim() === '' ? undefined : text.trim());
      },
      onUnreadable: () => {
        accept(undefined);
      },
    });
  }

  #tell(subscribers: readonly Subscriber[]): void {
    const loaded = this.#loaded;
    if (loaded === undefined || !this.#acceptedKnown) return;
    for (const subscriber of subscribers) subscriber.take(loaded);
  }

  #load(text: string): void {
    const { file, log } = this.#options;
    const parsed = parseRegistryFile(text);
    if (!parsed.ok) {
      for (const problem of parsed.problems)
        log.error({ file, problem }, 'the file is refused; its last good state stays until this is mended');
      this.#contact.report('file', parsed.problems[0] ?? 'refused');
      return;
    }
    for (const warning of parsed.state.warnings) log.warn({ file, warning }, 'used with a correction');
    this.#contact.report('file', undefined);
    this.#loaded = {
      ...parsed.state,
      revision: createHash('sha256').update(text).digest('hex').slice(0, 16),
    };
    this.#tell([...this.#subscribers]);
  }
}
