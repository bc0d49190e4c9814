// Keys and certificates in files: read at start, re-read when they change, without touching what is in
// use. A new one that is bad is refused and reported, and the old one stays in force.

import { readFile } from 'node:fs/promises';
import type { Clock, Timer } from '../clock.js';
import { watchFile } from '../discovery/file/file-watch.js';
import type { Watch } from '../discovery/registry.js';
import type { Log } from '../log.js';

export type ParsedCredential<T> =
  | { readonly ok: true; readonly value: T }
  /** Why it cannot be used, for an operator; nothing of its content. From then on it may be: it is not valid yet. */
  | { readonly ok: false; readonly reason: string; readonly validFromEpochMs?: number };

export interface CredentialSource<T> {
  /** What it is, for logs and metrics: "client certificate". */
  readonly name: string;
  readonly files: readonly string[];
  /** From the files' texts, in the order of `files`. Never throws. */
  readonly parse: (texts: readonly string[]) => ParsedCredential<T>;
  /** Milliseconds since the epoch when it ends; undefined: it does not, or nobody knows. */
  readonly expiresAtEpochMs?: (value: T) => number | undefined;
  /** A new one is in force. */
  readonly onChange?: (value: T) => void;
}

/** For /status and metrics. */
export interface CredentialStatus {
  readonly name: string;
  /** Or the URL it is fetched from. */
  readonly files: readonly string[];
  /** False while the files hold something that was refused, or it cannot be fetched: the one before it is in force. */
  readonly ok: boolean;
  readonly problem: string | undefined;
  /** Undefined: it could not be fetched yet. */
  readonly loadedAtEpochMs: number | undefined;
  readonly expiresAtEpochMs: number | undefined;
  /** New ones taken and refused since the start. */
  readonly reloads: number;
  readonly refusals: number;
}

/** What operators are told of, wherever it comes from. */
export interface WatchedCredential {
  status(): CredentialStatus;
  /** Stops watching. */
  close(): void;
}

export interface Credential<T> extends WatchedCredential {
  /** The one in force. */
  readonly value: T;
}

export type OpenedCredential<T> =
  | { readonly ok: true; readonly credential: Credential<T> }
  | { readonly ok: false; readonly problem: string };

export interface CredentialOptions {
  readonly clock: Clock;
  readonly log: Log;
}

/** A certificate and its key are written one after the other: both are awaited before they are judged. */
const GATHER_MS = 250;

/** Timers of Node reach no further than 24 days; what is valid later is looked at each day. */
const VALID_LATER_MS_MAX = 24 * 3_600_000;

/** Reads it and begins to watch. Never rejects. */
export async function openCredential<T>(
  source: CredentialSource<T>,
  options: CredentialOptions,
): Promise<OpenedCredential<T>> {
  const { name, files } = source;
  try {
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    const parsed = source.parse(texts);
    if (!parsed.ok) return { ok: false, problem: `${name} in ${files.join(', ')}: ${parsed.reason}` };
    const credential = new FileCredential(source, options, texts, parsed.value);
    credential.watch();
    return { ok: true, credential };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: `${name}: ${reason}; name files that this user may read` };
  }
}

class FileCredential<T> implements Credential<T> {
  readonly #source: CredentialSource<T>;
  readonly #options: CredentialOptions;
  readonly #texts: string[];
  readonly #watches: Watch[] = [];
  #value: T;
  #loadedAtEpochMs: number;
  #gathering: Timer | undefined;
  /** Runs when what was refused becomes valid. */
  #validLater: Timer | undefined;
  #problem: string | undefined;
  #reloads = 0;
  #refusals = 0;

  constructor(source: CredentialSource<T>, options: CredentialOptions, texts: readonly string[], value: T) {
    this.#source = source;
    this.#options = options;
    this.#texts = [...texts];
    this.#value = value;
    this.#loadedAtEpochMs = options.clock.epochMs();
  }

  get value(): T {
    return this.#value;
  }

  watch(): void {
    for (const [at, file] of this.#source.files.entries())
      this.#watches.push(
        watchFile(file, this.#options.clock, {
          onText: (text) => {
            this.#changed(at, text);
          },
          onUnreadable: (reason) => {
            this.#refuse(reason);
          },
        }),
      );
  }

  status(): CredentialStatus {
    const { name, files, expiresAtEpochMs } = this.#source;
    return {
      name,
      files,
      ok: this.#problem === undefined,
      problem: this.#problem,
      loadedAtEpochMs: this.#loadedAtEpochMs,
      expiresAtEpochMs: expiresAtEpochMs?.(this.#value),
      reloads: this.#reloads,
      refusals: this.#refusals,
    };
  }

  close(): void {
    this.#gathering?.cancel();
    this.#validLater?.cancel();
    for (const watch of this.#watches) watch.close();
  }

  /** The watch's first look brings what was read already. */
  #changed(at: number, text: string): void {
    if (this.#texts[at] === text && this.#problem === undefined) return;
    this.#texts[at] = text;
    this.#gathering ??= this.#options.clock.after(GATHER_MS, () => {
      this.#gathering = undefined;
      this.#judge();
    });
  }

  #judge(): void {
    const { name, files, parse, onChange } = this.#source;
    this.#validLater?.cancel();
    const parsed = parse(this.#texts);
    if (!parsed.ok) {
      this.#refuse(parsed.reason);
      if (parsed.validFromEpochMs !== undefined) this.#judgeAgainAt(parsed.validFromEpochMs);
      return;
    }
    this.#value = parsed.value;
    this.#problem = undefined;
    this.#reloads++;
    this.#loadedAtEpochMs = this.#options.clock.epochMs();
    this.#options.log.info({ credential: name, files }, 'credential re-read; it counts from now on');
    onChange?.(parsed.value);
  }

  /** An authority's clock may be ahead of ours; the files do not change any more. */
  #judgeAgainAt(epochMs: number): void {
    const { clock } = this.#options;
    const inMs = Math.max(GATHER_MS, epochMs - clock.epochMs());
    this.#validLater = clock.after(Math.min(inMs, VALID_LATER_MS_MAX), () => {
      this.#judge();
    });
  }

  #refuse(reason: string): void {
    const { name, files } = this.#source;
    this.#problem = reason;
    this.#refusals++;
    this.#options.log.error(
      { credential: name, files, reason },
      'new credential refused, the old one stays in force; mend the files',
    );
  }
}
