// Where the benchmark reads and writes.
import path from 'node:path';
import { repositoryRoot } from '../testenv/tool.js';

/** Name of what is held against the bounds. */
export const GATEWAY = 'causeway';
export const DIST = path.join(repositoryRoot, 'dist');
export const OUT = path.join(repositoryRoot, 'tools/bench/out');
export const HISTORY = path.join(repositoryRoot, 'tools/bench/history.ndjson');
