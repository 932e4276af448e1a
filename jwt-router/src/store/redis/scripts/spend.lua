-- The rule is that of `Spending::judge`. KEYS: the session. ARGV: id, generation, now, window, idle,
-- admitted.
-- Returns the kind of result: 0 ended, 1 successor, 2 reused; then generation, spent_at, idle_until, expires.
local state = redis.call('HMGET', KEYS[1], 'generation', 'spent_at', 'idle_until', 'expires', 'owner')
if not state[1] then
  return {0}
end
local generation, spent_at = tonumber(state[1]), tonumber(state[2])
local idle_until, expires = tonumber(state[3]), tonumber(state[4])
local presented, now = tonumber(ARGV[2]), tonumber(ARGV[3])
if now >= idle_until or now >= expires or presented < 0 or presented > generation then
  return {0}
end
if presented == generation then
  generation, spent_at = generation + 1, now
  idle_until = math.min(now + ARGV[5], expires)
  redis.call('HSET', KEYS[1], 'generation', generation, 'spent_at', ARGV[3],
    'idle_until', string.format('%.0f', idle_until))
  redis.call('PEXPIRE', KEYS[1], math.max(1, idle_until - now))
elseif presented ~= generation - 1 or tonumber(ARGV[4]) <= 0 or ARGV[6] - spent_at >= tonumber(ARGV[4]) then
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', state[5], ARGV[1])
  return {2}
end
return {1, generation, spent_at, idle_until, expires}
