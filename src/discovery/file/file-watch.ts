// Watches one file for as long as it is asked to, through renames, deletions and file systems without notices:
// notices of its folder cause a look soon, and a look is taken each second in any case.
import { watch, type FSWatcher } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock, Timer } from '../../clock.js';
import type { Watch } from '../registry.js';
import {
  initialSettling,
  look,
  missingFile,
  type FileSignature,
  type SettlingState,
} from './file-settling.js';

/** Time between two looks while the file is changing; also how notices are gathered. */
const settleMs = 40;
const pollMs = 1_000;
/** More than any table by hand; read as a whole into memory. */
const fileBytesMax = 16 * 1024 * 1024;

export interface FileListener {
  onText(text: string): void;
  /** There is nothing to read: a sentence for the operator. */
  onUnreadable(reason: string): void;
}

/** Tells of the file as it is, later of every change. After `close` nothing is called. */
export function watchFile(file: string, clock: Clock, listener: FileListener): Watch {
  const watcher = new FileWatch(file, clock, listener);
  watcher.start();
  return watcher;
}

class FileWatch implements Watch {
  readonly #file: string;
  readonly #clock: Clock;
  readonly #listener: FileListener;
  #state: SettlingState = initialSettling;
  #notices: FSWatcher | undefined;
  #next: Timer | undefined;
  #nextAtMs = Number.POSITIVE_INFINITY;
  #looking = false;
  #noticed = false;
  #closed = false;

  constructor(file: string, clock: Clock, listener: FileListener) {
    this.#file = file;
    this.#clock = clock;
    this.#listener = listener;
  }

  start(): void {
    this.#listen();
    this.#lookAfter(0);
  }

  close(): void {
    this.#closed = true;
    this.#next?.cancel();
    this.#notices?.close();
  }

  /** The folder, not the file: a rename over the file ends a watch on the file itself. */
  #listen(): void {
    try {
      this.#notices = watch(path.dirname(this.#file), () => {
        this.#notice();
      });
      // The folder may go away; polling goes on.
      this.#notices.on('error', () => this.#notices?.close());
    } catch {
      // No such folder, or no notices here (limits, network file systems): polling does it alone.
      this.#notices = undefined;
    }
  }

  #notice(): void {
    if (this.#looking) this.#noticed = true;
    else this.#lookAfter(settleMs);
  }

  /** Keeps the earlier one of two dates, so that steady notices cannot put a look off for ever. */
  #lookAfter(delayMs: number): void {
    const atMs = this.#clock.nowMs() + delayMs;
    if (this.#closed || atMs >= this.#nextAtMs) return;
    this.#next?.cancel();
    this.#nextAtMs = atMs;
    this.#next = this.#clock.after(delayMs, () => {
      this.#nextAtMs = Number.POSITIVE_INFINITY;
      void this.#lookNow();
    });
  }

  async #lookNow(): Promise<void> {
    this.#looking = true;
    this.#noticed = false;
    const { state, action } = look(this.#state, await signatureOf(this.#file));
    this.#state = state;
    const again = action === 'look-again' || (action === 'read' && !(await this.#read()));
    this.#looking = false;
    this.#lookAfter(again || this.#wasNoticed() ? settleMs : pollMs);
  }

  #wasNoticed(): boolean {
    return this.#noticed;
  }

  /** False when the file changed while it was read: what was read may be half of it. */
  async #read(): Promise<boolean> {
    const result = await readText(this.#file);
    const unchanged = (await signatureOf(this.#file)) === this.#state.read;
    if (this.#closed || !unchanged) return unchanged;
    if (result.ok) this.#listener.onText(result.text);
    else this.#listener.onUnreadable(result.reason);
    return true;
  }
}

async function signatureOf(file: string): Promise<FileSignature> {
  try {
    const { ino, size, mtimeNs } = await stat(file, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch {
    return missingFile;
  }
}

async function readText(file: string): Promise<{ ok: true; text: string } | { ok: false; reason: string }> {
  try {
    const { size } = await stat(file);
    if (size > fileBytesMax) return { ok: false, reason: `${file} is larger than ${fileBytesMax} bytes` };
    return { ok: true, text: await readFile(file, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const advice = code === 'ENOENT' ? 'does not exist; create it' : `cannot be read (${code})`;
    return { ok: false, reason: `${file} ${advice}` };
  }
}
