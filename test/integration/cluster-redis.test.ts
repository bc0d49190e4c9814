// The contract of the cluster on a real Redis.
import { after, before } from 'node:test';
import { clusterContract } from '../contract/cluster-contract.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { redisSite, type RedisSite } from '../support/redis-gateways.js';

let redis: TestRedis;
const sites: RedisSite[] = [];

before(async () => {
  redis = await startRedis();
});
after(async () => {
  await Promise.all(sites.map((site) => site.close()));
  await redis.stop();
});

clusterContract('redis', () => {
  const site = redisSite(redis.port);
  sites.push(site);
  return site;
});
