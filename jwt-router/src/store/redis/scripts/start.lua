-- KEYS: the session, the owner's index. ARGV: id, owner's index, label, started, generation, spent_at, idle_until,
-- expires, now.
redis.call('HSET', KEYS[1], 'owner', ARGV[2], 'label', ARGV[3], 'started', ARGV[4], 'generation', ARGV[5],
  'spent_at', ARGV[6], 'idle_until', ARGV[7], 'expires', ARGV[8])
-- The time of the application's clock and that of Redis may differ: Redis gets durations.
local left = math.max(1, ARGV[7] - ARGV[9])
redis.call('PEXPIRE', KEYS[1], left)
-- The index keeps sessions that Redis has removed. Up to ten sessions are looked at, in a place that the random id
-- chooses. The times of the sessions are not compared: they are those of other clocks, which may be wrong.
local prefix = string.sub(KEYS[1], 1, -1 - #ARGV[1])
local places = math.max(redis.call('ZCARD', KEYS[2]) - 9, 1)
local first = tonumber(string.sub(ARGV[1], 1, 8), 16) % places
for _, id in ipairs(redis.call('ZRANGE', KEYS[2], first, first + 9)) do
  if redis.call('EXISTS', prefix .. id) == 0 then
    redis.call('ZREM', KEYS[2], id)
  end
end
redis.call('ZADD', KEYS[2], ARGV[8], ARGV[1])
left = math.max(left, ARGV[8] - ARGV[9])
if redis.call('PTTL', KEYS[2]) < left then
  redis.call('PEXPIRE', KEYS[2], left)
end
return 1
