// docker-compose.yml, as tests read it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { repositoryRoot } from '../../tools/testenv/tool.js';

export interface Service {
  readonly build?: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly restart?: string;
  readonly volumes?: readonly string[];
  readonly stop_grace_period?: string;
  readonly healthcheck?: { readonly test: readonly string[] };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

export const compose = parse(
  readFileSync(path.join(repositoryRoot, 'docker-compose.yml'), 'utf8'),
) as Compose;
export const GATEWAYS = ['gateway-1', 'gateway-2'];
/** Services that run the image of this repository. */
export const OURS = Object.entries(compose.services).filter(([, { build }]) => build !== undefined);
