import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { entriesBelow, RoutesWatch } from '../../../../src/discovery/consul/routes-watch.js';
import type { RouteSource, Watch } from '../../../../src/discovery/registry.js';
import { Inbox } from '../../../support/inbox.js';
import { openFakeSite, type FakeSite } from './fake-site.js';

test('entries are ascending by name, without the folder and its marks', () => {
  const items = [
    ['p/b', '2'],
    ['p/', ''],
    ['p/team/', ''],
    ['p/team/a', '3'],
    ['p/a', ''],
  ].map(([key = '', text = '']) => ({ key, text }));
  assert.deepEqual(
    [...entriesBelow('p/', items)],
    [
      ['a', ''],
      ['b', '2'],
      ['team/a', '3'],
    ],
  );
});

describe('routes watch', () => {
  let site: FakeSite;
  let sources: Inbox<RouteSource>;
  let watch: Watch;

  beforeEach(async () => {
    site = await openFakeSite();
    sources = new Inbox();
    setRoutes({ main: '[]' });
    watch = new RoutesWatch(site.context, sources.put);
  });
  afterEach(async () => {
    watch.close();
    await site.close();
  });

  function setRoutes(routes: Record<string, string>): void {
    const items = Object.entries(routes).map(([name, text]) => value(`causeway/routes/${name}`, text));
    site.set('/kv/causeway/routes/', items.length === 0 ? { status: 404 } : { body: items });
  }
  function setAccepted(text: string): void {
    site.set('/kv/causeway/accepted', { body: [value('causeway/accepted', text)] });
  }
  const value = (Key: string, text: string): object => ({ Key, Value: Buffer.from(text).toString('base64') });

  test('the first source has both, entries and mark', async () => {
    const source = await sources.until(() => true);
    assert.equal(sources.all.length, 1);
    assert.deepEqual(source, {
      entries: new Map([['main', '[]']]),
      revision: '101',
      origin: 'consul causeway/routes/',
      doubt: false,
      acceptedHash: undefined,
    });
  });

  test('either one that changes is told with the other', async () => {
    await sources.until(() => true);
    setAccepted('h1\n');
    const marked = await sources.until((latest) => latest.acceptedHash === 'h1');
    assert.deepEqual([...marked.entries.keys()], ['main']);
    setRoutes({ main: '[]', more: '[]' });
    const more = await sources.until((latest) => latest.entries.size === 2);
    assert.equal(more.acceptedHash, 'h1');
  });

  test('a mark of blanks is none', async () => {
    setAccepted(' \n');
    const source = await sources.until(() => true);
    assert.equal(source.acceptedHash, undefined);
  });

  test('an index that goes back is told once, with what stands there then', async () => {
    await sources.until(() => true);
    site.setIndex(3);
    await sources.until((latest) => latest.doubt);
    setRoutes({});
    const emptied = await sources.until((latest) => latest.entries.size === 0);
    assert.equal(emptied.doubt, false);
  });

  const lostContact = async (): Promise<void> => {
    site.set('/kv/causeway/routes/', 'cut');
    while (site.context.contact.current().ok) await sleep(5);
  };

  test('what differs when contact is back is doubted, an edit after that is not', async () => {
    await sources.until(() => true);
    await lostContact();
    setRoutes({ other: '[]' });
    const rebuilt = await sources.until((latest) => latest.entries.has('other'));
    assert.equal(rebuilt.doubt, true);
    setRoutes({});
    const edited = await sources.until((latest) => latest.entries.size === 0);
    assert.equal(edited.doubt, false);
  });

  test('what is the same when contact is back is no news, and an edit after that is not doubted', async () => {
    await sources.until(() => true);
    await lostContact();
    setRoutes({ main: '[]' });
    while (!site.context.contact.current().ok) await sleep(5);
    await sleep(50);
    assert.equal(sources.all.length, 1);
    setRoutes({});
    const edited = await sources.until((latest) => latest.entries.size === 0);
    assert.equal(edited.doubt, false);
  });

  test('trouble before the first answer is no reason to doubt it', async () => {
    watch.close();
    site.set('/kv/causeway/routes/', 'cut');
    const own = new Inbox<RouteSource>();
    watch = new RoutesWatch(site.context, own.put);
    while (site.context.contact.failures === 0) await sleep(5);
    setRoutes({ main: '[]' });
    assert.equal((await own.until(() => true)).doubt, false);
  });

  test('errors tell nothing', async () => {
    await sources.until(() => true);
    site.set('/kv/causeway/routes/', { status: 500 });
    site.set('/kv/causeway/accepted', { body: [null] });
    while (site.context.contact.current().ok) await sleep(5);
    await sleep(50);
    assert.equal(sources.all.length, 1);
  });
});
