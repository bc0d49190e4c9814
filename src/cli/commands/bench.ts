import type { Command } from 'commander';
import { bench } from '../bench/bench.js';
import {
  addConfigFile,
  addConfigFlags,
  addExamples,
  seconds,
  wholeNumber,
  wholeNumberOrZero,
  type CommandScope,
  type Flags,
} from '../scope.js';

interface BenchFlags extends Flags {
  readonly type: number;
  readonly sessions: number;
  readonly outstanding: number;
  readonly rate?: number;
  readonly payload: number;
  readonly echo: boolean;
  readonly seconds: number;
  readonly warmUp: number;
  readonly opensPerSecond: number;
  readonly tokenFile?: string;
  readonly user: string;
  readonly role: readonly string[];
  readonly json?: boolean;
}

/** What a gateway lets in by default is 2,000. */
const OPENS_PER_SECOND = 1_000;

export function addBench(program: Command, { host, ended }: CommandScope): void {
  const command = program
    .command('bench')
    .description('Put a load on a gateway: many sessions, requests of one type, every answer checked.')
    .argument('[url]', 'ws://, wss://, tcp:// or tls:// and host:port; the configured gateway if left out')
    .requiredOption('--type <number>', 'message type of the requests', wholeNumber)
    .option('--sessions <number>', 'how many clients', wholeNumber, 100)
    .option('--outstanding <number>', 'requests that each has under way', wholeNumber, 1)
    .option('--rate <number>', 'requests a second over all, each at its planned time', wholeNumber)
    .option('--payload <bytes>', 'bytes of each payload', wholeNumberOrZero, 64)
    .option('--no-echo', 'answers need not repeat the payload')
    .option('--seconds <time>', 'how long it is measured: 5, 5s, 2m', seconds, 5)
    .option('--warm-up <time>', 'how long it runs before', seconds, 1)
    .option('--opens-per-second <number>', 'new sessions a second', wholeNumber, OPENS_PER_SECOND)
    .option('--token-file <file>', 'file with the token of all sessions; else a development token')
    .option('--user <id>', 'whom the development token names', 'bench')
    .option('--role <name...>', 'roles in the development token', [])
    .option('--json', 'print one line of JSON');
  addConfigFlags(addConfigFile(command), (key) => key === 'stateDir');
  addExamples(
    command,
    'causeway bench --type 1000',
    'causeway bench tcp://127.0.0.1:7000 --type 1000 --sessions 5000 --outstanding 16 --seconds 10',
    'causeway bench wss://game.example:443 --type 1000 --rate 2000 --no-echo --token-file token.txt',
  );
  command.action(async (url: string | undefined, flags: BenchFlags) => {
    const { type, sessions, outstanding, payload, echo, warmUp, opensPerSecond, tokenFile, user } = flags;
    ended(
      await bench(host, {
        ...{ flags, url, type, sessions, outstanding, opensPerSecond, tokenFile, user },
        payloadBytes: payload,
        isEcho: echo,
        perSecond: flags.rate,
        seconds: flags.seconds,
        warmUpS: warmUp,
        roles: flags.role,
        json: flags.json === true,
      }),
    );
  });
}
