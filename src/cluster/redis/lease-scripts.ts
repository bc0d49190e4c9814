// The leases as Redis keeps them: a sorted set of tokens (lease-view.ts) by the time at which they end, in
// Redis's milliseconds, negative once given back; and a hash with two numbers: `version`, which rises
// whenever somebody came or went, so that the list is sent only then, and `beat`, the last renewal by anybody.

import type { RedisScript } from './commands.js';

const COMMON = `
local function now_ms()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
local function text(number) return string.format('%.0f', number) end
local function changed(now)
  local version = math.max(tonumber(redis.call('HGET', KEYS[2], 'version') or '0') + 1, now)
  redis.call('HSET', KEYS[2], 'version', text(version))
  return version
end
local function list(reply)
  for _, value in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')) do reply[#reply + 1] = value end
  return reply
end
`;

/**
 * Takes a lease under a new term. ARGV: gateway id, incarnation, since ('0' at its first), length in ms.
 * Other tokens of the id end with it, unless a process that started later lives under it.
 * Replies 'taken', now, version, token, then the list; or 'superseded', now.
 */
export const TAKE_LEASE: RedisScript = {
  name: 'causewayTakeLease',
  keys: 2,
  lua: `${COMMON}
local now = now_ms()
local prefix = ARGV[1] .. '/'
local rows = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
local old = {}
for at = 1, #rows, 2 do
  local token = rows[at]
  if string.sub(token, 1, #prefix) == prefix then
    local incarnation, since = string.match(string.sub(token, #prefix + 1), '^([^/]*)/(%d+)/')
    local is_other = incarnation ~= ARGV[2] and tonumber(rows[at + 1]) > now
    if is_other and ARGV[3] ~= '0' and tonumber(since) > tonumber(ARGV[3]) then return {'superseded', now} end
    old[#old + 1] = token
  end
end
for _, token in ipairs(old) do redis.call('ZREM', KEYS[1], token) end
local since = ARGV[3] == '0' and text(now) or ARGV[3]
local token = prefix .. ARGV[2] .. '/' .. since .. '/' .. text(now)
redis.call('ZADD', KEYS[1], text(now + tonumber(ARGV[4])), token)
return list({'taken', now, changed(now), token})
`,
};

/**
 * Renews a lease. ARGV: token, length in ms, the version that the caller knows, gap in ms.
 * When nobody renewed for longer than the gap, Redis was away and not the gateways: all leases that held at
 * the last renewal are prolonged, so that its return ends nobody.
 * Replies 'held', now, version, then the list if the version is another; or 'gone', now.
 */
export const RENEW_LEASE: RedisScript = {
  name: 'causewayRenewLease',
  keys: 2,
  lua: `${COMMON}
local now = now_ms()
local length = tonumber(ARGV[2])
local state = redis.call('HMGET', KEYS[2], 'version', 'beat')
local beat = tonumber(state[2] or text(now))
if now - beat > tonumber(ARGV[4]) then
  for _, token in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. text(beat), '+inf')) do
    redis.call('ZADD', KEYS[1], text(now + length), token)
  end
end
redis.call('HSET', KEYS[2], 'beat', text(now))
local ends = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or '0')
if ends <= now then return {'gone', now} end
redis.call('ZADD', KEYS[1], text(now + length), ARGV[1])
local version = tonumber(state[1] or '0')
if redis.call('ZCOUNT', KEYS[1], '(' .. text(beat), text(now)) > 0 then version = changed(now) end
if text(version) == ARGV[3] then return {'held', now, version} end
local forgotten = text(now - 60000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], 1, forgotten)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-' .. forgotten, -1)
return list({'held', now, version})
`,
};

/** Gives a lease back. ARGV: token. */
export const CLOSE_LEASE: RedisScript = {
  name: 'causewayCloseLease',
  keys: 2,
  lua: `${COMMON}
local now = now_ms()
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  redis.call('ZADD', KEYS[1], '-' .. text(now), ARGV[1])
  changed(now)
end
return 1
`,
};

export const LEASE_SCRIPTS: readonly RedisScript[] = [TAKE_LEASE, RENEW_LEASE, CLOSE_LEASE];
