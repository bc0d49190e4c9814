// Accounts of limits that hold for one user over all gateways: one key for each, by Redis's own clock. It
// holds the moment until which all that was spent is paid for, and is gone when that is past.

import type { QuotaCharge, QuotaGrant, Quotas } from '../cluster.js';
import { listOf, numberOf, type RedisCommand, type RedisCommands, type RedisScript } from './commands.js';

/**
 * KEYS: the account. ARGV: milliseconds of one unit, of the burst, units spent, units wanted.
 * Returns how many of the wanted there are, and milliseconds until there is one more.
 */
export const CHARGE_QUOTA: RedisScript = {
  name: 'causewayChargeQuota',
  keys: 1,
  lua: `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local unit, burst, spent, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local paid = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now) + spent * unit
local granted = math.max(0, math.min(wanted, math.floor((now + burst - paid) / unit)))
paid = paid + granted * unit
if paid > now then
  redis.call('SET', KEYS[1], string.format('%.3f', paid), 'PX', math.ceil(paid - now))
end
return {granted, math.max(0, math.ceil(paid + unit - burst - now))}
`,
};

export class RedisQuotas implements Quotas {
  readonly #redis: Pick<RedisCommands, 'batch'>;
  readonly #prefix: string;

  constructor(redis: Pick<RedisCommands, 'batch'>, prefix: string) {
    this.#redis = redis;
    this.#prefix = prefix;
  }

  async charge(charges: readonly QuotaCharge[]): Promise<readonly (QuotaGrant | undefined)[]> {
    const outcomes = await this.#redis.batch(charges.map((charge) => this.#command(charge)));
    return outcomes.map((outcome) => {
      if (!outcome.ok) return undefined;
      const [granted, waitMs] = listOf(outcome.reply).map(numberOf);
      const isAnswer = granted !== undefined && waitMs !== undefined && granted >= 0 && waitMs >= 0;
      return isAnswer ? { granted, waitMs } : undefined;
    });
  }

  #command({ limit, user, unitMs, burstMs, spent, wanted }: QuotaCharge): RedisCommand {
    const key = `${this.#prefix}:quota:${limit}:${user}`;
    return { run: CHARGE_QUOTA, args: [key, unitMs, burstMs, spent, wanted] };
  }
}
