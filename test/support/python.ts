// Runs Python scripts for tests, with the reference protobuf and websockets modules and with *_pb2.py made
// from proto/ by protoc: an implementation of the wire that shares no code with ours.
import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryRoot, type FoundTool, type Tool } from '../../tools/testenv/tool.js';
import { findProtoc, findPython } from '../../tools/testenv/tools.js';
import { endsWithUs } from './ends-with-us.js';
import { mustHave } from './require.js';

export interface PythonEnvironment {
  /** For child_process: the caller's environment with a PYTHONPATH that has the modules and *_pb2. */
  readonly env: NodeJS.ProcessEnv;
  /** Folder of the generated modules: `from causeway import client_pb2`. */
  readonly generated: string;
  /** Starts `python script …args`. A relative script lies in the repository. The caller ends it. */
  start(script: string, args?: readonly string[], env?: NodeJS.ProcessEnv): ChildProcessWithoutNullStreams;
  /** Runs it to its end and answers what it printed. Throws when it fails or outlasts `timeoutMs`. */
  run(script: string, args?: readonly string[], timeoutMs?: number): string;
  /** Removes the generated modules. */
  close(): void;
}

/** What `createPython` needs, for `skipUnless`. */
export function pythonTools(): FoundTool[] {
  return [findPython(), findProtoc()];
}

/** Generates the modules (about 0.1 s). `protos` are further files, absolute or in the repository. */
export function createPython(protos: readonly string[] = []): PythonEnvironment {
  const python = mustHave(findPython());
  const generated = mkdtempSync(path.join(tmpdir(), 'causeway-pb2-'));
  generate(python, generated, protos);
  const pythonPath = [generated, python.env['PYTHONPATH'], process.env['PYTHONPATH']];
  const env = {
    ...process.env,
    ...python.env,
    PYTHONPATH: pythonPath.filter((folder) => folder !== undefined && folder !== '').join(path.delimiter),
    PYTHONDONTWRITEBYTECODE: '1',
    // Lines that a test waits for must not lie in a buffer.
    PYTHONUNBUFFERED: '1',
  };
  return {
    env,
    generated,
    start: (script, args = [], more = {}) => {
      const file = path.resolve(repositoryRoot, script);
      const child = spawn(python.path, [file, ...args], { env: { ...env, ...more } });
      child.once(
        'exit',
        endsWithUs(() => void child.kill('SIGKILL')),
      );
      return child;
    },
    run: (script, args = [], timeoutMs = 30_000) =>
      execFileSync(python.path, [path.resolve(repositoryRoot, script), ...args], {
        env,
        encoding: 'utf8',
        timeout: timeoutMs,
      }),
    close: () => {
      rmSync(generated, { recursive: true, force: true });
    },
  };
}

function generate(python: Tool, target: string, protos: readonly string[]): void {
  const protoc = mustHave(findProtoc());
  const own = path.join(repositoryRoot, 'proto');
  const ownFiles = readdirSync(path.join(own, 'causeway')).map((name) => path.join(own, 'causeway', name));
  const files = protos.map((file) => path.resolve(repositoryRoot, file));
  const includes = new Set([own, ...files.map((file) => path.dirname(file))]);
  const wellKnown = path.join(target, 'well-known.pb');
  writeFileSync(wellKnown, wellKnownDescriptors(python));
  execFileSync(
    protoc.path,
    [
      ...[...includes].map((folder) => `-I${folder}`),
      `--descriptor_set_in=${wellKnown}`,
      `--python_out=${target}`,
      ...ownFiles,
      ...files,
    ],
    { env: { ...process.env, ...protoc.env } },
  );
}

/**
 * A FileDescriptorSet with descriptor.proto, which options.proto imports. Debian's protoc comes without that
 * file, and protobufjs brings a newer one than an older protoc reads; the Python module has the right one.
 */
function wellKnownDescriptors(python: Tool): Buffer {
  const code = `
import sys
from google.protobuf import descriptor_pb2
files = descriptor_pb2.FileDescriptorSet()
descriptor_pb2.DESCRIPTOR.CopyToProto(files.file.add())
sys.stdout.buffer.write(files.SerializeToString())`;
  return execFileSync(python.path, ['-c', code], { env: { ...process.env, ...python.env } });
}
