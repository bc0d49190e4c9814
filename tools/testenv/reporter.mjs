// Node's spec reporter, whose closing lines begin as TAP's do ("# tests 12"), so that scripts read one form.
// Plain JavaScript: Node loads reporters before tsx can translate them.
import { Readable } from 'node:stream';
import { spec } from 'node:test/reporters';

export default async function* report(events) {
  for await (const chunk of Readable.from(events).pipe(new spec())) {
    yield String(chunk).replace(/^(\u001b\[\d+m)?\u2139 /gm, '$1# ');
  }
}
