// Where the benchmark reads and writes.
import path from 'node:path';
import { repositoryRoot } from '../testenv/tool.js';

export const BUILDS = path.join(repositoryRoot, '.cache/bench-builds');
export const OUT = path.join(repositoryRoot, 'tools/bench/out');
export const HISTORY = path.join(repositoryRoot, 'tools/bench/history.ndjson');
