// Single login as one step in Redis: the decision of login-policy.ts on the user's key. A property test runs
// both against each other.
//
// A script cannot know which gateways live: their leases are elsewhere. So when it would end or refuse
// somebody it first asks back ('judge', with the tokens of the user's entries), and the caller says which of
// them are void. Most logins displace nobody and need one step.
//
// Whoever asked may have given up when the script runs: then nobody tells those that had to go. So the entry
// names them, behind its five lines; and when its gateway takes it out, or writes it again, knowing that its
// question got no answer, it learns of them and tells them.

import type { RedisScript } from './commands.js';

/**
 * KEYS: the user's. ARGV: 'new', 'settle' or 'settle-in-doubt', session id, entry, its lifetime in ms, per user,
 * per device, 'oldest' or 'newest', entries written before this second are void, '1' when the void tokens are
 * known, then the void tokens.
 * 'new': a login, by `losersOf`. 'settle': a session that goes on, by `surplusOf`; in doubt, those whom its
 * present entry names are replied too.
 * Replies 'in' (entered, even if nobody had to go) or 'out' (the session itself may not be), then session id
 * and token of each that had to go, in turn; or 'judge' and tokens.
 */
export const LOGIN: RedisScript = {
  name: 'causewayLogin',
  keys: 1,
  lua: `
local mode, id, entry, lifetime = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local in_doubt = mode == 'settle-in-doubt'
if in_doubt then mode = 'settle' end
local limits = {user = tonumber(ARGV[5]), device = tonumber(ARGV[6])}
local void_before, judged = tonumber(ARGV[8]), ARGV[9] == '1'
local is_void = {}
for at = 10, #ARGV do is_void[ARGV[at]] = true end

local function parse(field, value)
  local token, written, since, device = string.match(value, '^([^\\n]*)\\n(%d+)\\n(%d+)\\n([^\\n]*)\\n')
  if not token then return nil end
  return {id = field, token = token, written = tonumber(written), since = tonumber(since), device = device}
end
-- Not '<': Redis compares texts by the locale of its host.
local function is_less(one, other)
  for at = 1, math.min(#one, #other) do
    local a, b = string.byte(one, at), string.byte(other, at)
    if a ~= b then return a < b end
  end
  return #one < #other
end
local function is_older(one, other)
  if one.since ~= other.since then return one.since < other.since end
  return is_less(one.id, other.id)
end

local own = parse(id, entry)
local sessions, gone, named = {}, {}, nil
local fields = redis.call('HGETALL', KEYS[1])
for at = 1, #fields, 2 do
  local session = parse(fields[at], fields[at + 1])
  if in_doubt and fields[at] == id then named = fields[at + 1] end
  if not session or session.written < void_before or is_void[session.token] then gone[#gone + 1] = fields[at]
  elseif session.id ~= id then sessions[#sessions + 1] = session end
end
local extra = 1
if mode == 'settle' then
  extra = 0
  sessions[#sessions + 1] = own
end
table.sort(sessions, is_older)
if mode == 'settle' and ARGV[7] == 'newest' then
  for at = 1, math.floor(#sessions / 2) do
    sessions[at], sessions[#sessions + 1 - at] = sessions[#sessions + 1 - at], sessions[at]
  end
end

local losers, is_loser = {}, {}
local function drop(some, max, more)
  if max == 0 then return end
  for at = 1, math.min(#some, math.max(0, #some + more - max)) do is_loser[some[at].id] = true end
end
local devices = {}
for _, session in ipairs(sessions) do
  local same = devices[session.device] or {}
  devices[session.device] = same
  same[#same + 1] = session
end
for device, same in pairs(devices) do
  if mode == 'settle' or device == own.device then drop(same, limits.device, extra) end
end
local left = {}
for _, session in ipairs(sessions) do
  if not is_loser[session.id] then left[#left + 1] = session end
end
drop(left, limits.user, extra)
for _, session in ipairs(sessions) do
  if is_loser[session.id] then losers[#losers + 1] = session end
end

if #losers > 0 and not judged then
  local reply = {'judge'}
  for _, session in ipairs(sessions) do reply[#reply + 1] = session.token end
  return reply
end
if mode == 'new' and #losers > 0 and ARGV[7] == 'newest' then return {'out'} end
local reply = {is_loser[id] and 'out' or 'in'}
for _, session in ipairs(losers) do
  gone[#gone + 1] = session.id
  if session.id ~= id then
    reply[#reply + 1] = session.id
    reply[#reply + 1] = session.token
    if mode == 'new' then entry = entry .. '\\n' .. session.id .. ' ' .. session.token end
  end
end
local names = string.match(named or '', '^' .. string.rep('[^\\n]*\\n', 4) .. '[^\\n]*(.*)$') or ''
for loser, token in string.gmatch(names, '\\n([^%s]+) ([^%s]+/%d+/%d+)') do
  reply[#reply + 1] = loser
  reply[#reply + 1] = token
end
for _, field in ipairs(gone) do redis.call('HDEL', KEYS[1], field) end
if not is_loser[id] then redis.call('HSET', KEYS[1], id, entry) end
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('PEXPIRE', KEYS[1], lifetime) end
return reply
`,
};

/** KEYS: a hash. ARGV: field, value, lifetime in ms. */
export const PUT_FIELD: RedisScript = {
  name: 'causewayPutField',
  keys: 1,
  lua: `
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
`,
};

/** KEYS: a hash. ARGV: field, value. Removes the field if that is still its value. */
export const REMOVE_FIELD: RedisScript = {
  name: 'causewayRemoveField',
  keys: 1,
  lua: `
if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then return redis.call('HDEL', KEYS[1], ARGV[1]) end
return 0
`,
};

/** KEYS: a hash. ARGV: field. Removes it. @returns what it was; null: it was not there */
export const TAKE_FIELD: RedisScript = {
  name: 'causewayTakeField',
  keys: 1,
  lua: `
local value = redis.call('HGET', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[1], ARGV[1])
return value
`,
};

export const ENTRY_SCRIPTS: readonly RedisScript[] = [LOGIN, PUT_FIELD, REMOVE_FIELD, TAKE_FIELD];
