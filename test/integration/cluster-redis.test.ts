// The contract of the cluster on a real Redis.
import { after, before, afterEach } from 'node:test';
import { clusterContract } from '../contract/cluster-contract.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { redisSite, type RedisSite } from '../support/redis-gateways.js';

let redis: TestRedis;
const sites: RedisSite[] = [];

before(async () => {
  redis = await startRedis();
});
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});
after(() => redis.stop());

clusterContract('redis', () => {
  const site = redisSite(redis.port);
  sites.push(site);
  return site;
});
