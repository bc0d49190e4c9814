// One rule for what a test needs and a machine may lack: in CI its absence is a failure, elsewhere the test
// is skipped and the skip names it.
//
//   test('…', { skip: skipUnless(findConsul()) }, async () => { … });
import type { FoundTool, Tool } from '../../tools/testenv/tool.js';

/** For node:test's `skip`: false to run, else the reason. Throws instead in CI. */
export function skipUnless(...tools: readonly FoundTool[]): string | false {
  return skipBecause(tools.flatMap((tool) => (tool.ok ? [] : [tool.reason])));
}

/** The same for what is no tool: why not, in words; nothing to run. */
export function skipBecause(reasons: readonly string[]): string | false {
  if (reasons.length === 0) return false;
  if (process.env['CI'] === 'true') throw new Error(reasons.join('\n'));
  return reasons.join('; ');
}

/** For code that runs only where `skipUnless` let it. Throws the reason otherwise. */
export function mustHave(tool: FoundTool): Tool {
  if (tool.ok) return tool;
  throw new Error(tool.reason);
}
