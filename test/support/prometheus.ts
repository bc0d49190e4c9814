// A real Prometheus with the configuration of this repository, its targets where a test has them.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findPrometheus } from '../../tools/testenv/tools.js';
import { repositoryRoot } from '../../tools/testenv/tool.js';
import { Program } from './program.js';
import { mustHave } from './require.js';

const OBSERVABILITY = path.join(repositoryRoot, 'tools/observability');

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  /** Time in seconds, and the value as Prometheus writes it. */
  readonly value: readonly [number, string];
}

/** As GET /api/v1/query answers. */
interface QueryReply {
  readonly status: string;
  readonly error?: string;
  readonly data: { readonly result: readonly Sample[] };
}

export class TestPrometheus {
  readonly program: Program;
  readonly #url: string;

  /**
   * @param here what stands in the configuration, as it is true in this test
   * @param folder for its files; it must be there
   */
  constructor(port: number, folder: string, here: (text: string) => string) {
    const home = path.join(folder, 'prometheus');
    mkdirSync(home);
    const read = (name: string): string => readFileSync(path.join(OBSERVABILITY, name), 'utf8');
    // Scraped ten times as often: a rate is there in seconds.
    const config = here(read('prometheus.yml')).replaceAll(/_interval: 10s/g, '_interval: 1s');
    writeFileSync(path.join(home, 'prometheus.yml'), config);
    writeFileSync(path.join(home, 'alerts.yml'), read('alerts.yml'));
    // What the image's own command says, and where it listens.
    const args = [
      `--config.file=${path.join(home, 'prometheus.yml')}`,
      `--storage.tsdb.path=${path.join(home, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ];
    const { path: file, env } = mustHave(findPrometheus());
    this.program = new Program(file, args, { cwd: home, env });
    this.#url = `http://127.0.0.1:${port}`;
  }

  /** @throws Error with what Prometheus does not understand */
  async query(expression: string): Promise<readonly Sample[]> {
    const url = `${this.#url}/api/v1/query?${new URLSearchParams({ query: expression }).toString()}`;
    const reply = (await (await fetch(url)).json()) as QueryReply;
    if (reply.status !== 'success') throw new Error(`${expression}: ${reply.error ?? reply.status}`);
    return reply.data.result;
  }

  /** Names of the alerts whose expressions hold now, however short. */
  async alerts(): Promise<readonly string[]> {
    const reply = (await (await fetch(`${this.#url}/api/v1/alerts`)).json()) as {
      readonly data: { readonly alerts: readonly { readonly labels: { readonly alertname: string } }[] };
    };
    return reply.data.alerts.map(({ labels }) => labels.alertname);
  }
}

/** What the panels of the dashboard ask, all gateways chosen, by panel. */
export function dashboardQueries(): readonly { readonly panel: string; readonly expression: string }[] {
  const file = readFileSync(path.join(OBSERVABILITY, 'grafana-dashboard.json'), 'utf8');
  const { panels } = JSON.parse(file) as {
    readonly panels: readonly {
      readonly title: string;
      readonly targets?: readonly { readonly expr: string }[];
    }[];
  };
  return panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ panel: title, expression: expr.replaceAll('$gateway', '.+') })),
  );
}
