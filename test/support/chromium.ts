// A headless Chromium for browser tests, with a profile of its own in a temporary folder.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { fromEnvironment, type FoundTool } from '../../tools/testenv/tool.js';
import { mustHave } from './require.js';

/** The first of $CHROMIUM_BIN and PATH. */
export function findChromium(): FoundTool {
  const reason = 'no Chromium: install it (Debian: apt-get install chromium) or set $CHROMIUM_BIN to one';
  const found = fromEnvironment('CHROMIUM_BIN', ['chromium', 'chromium-browser', 'google-chrome']);
  return found ?? { ok: false, reason };
}

/** It looks nothing up and updates nothing: tests run without a network. */
const QUIET_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface TestBrowser {
  readonly context: BrowserContext;
  stop(): Promise<void>;
}

export async function startChromium(): Promise<TestBrowser> {
  const profile = mkdtempSync(path.join(tmpdir(), 'causeway-chromium-'));
  const executablePath = mustHave(findChromium()).path;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: QUIET_FLAGS,
  });
  return {
    context,
    async stop() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
