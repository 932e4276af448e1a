-- KEYS: the session, the owner's index. ARGV: id, owner's index, label, started, generation, spent_at, idle_until,
-- expires, now.
redis.call('HSET', KEYS[1], 'owner', ARGV[2], 'label', ARGV[3], 'started', ARGV[4], 'generation', ARGV[5],
  'spent_at', ARGV[6], 'idle_until', ARGV[7], 'expires', ARGV[8])
-- The time of the application's clock and that of Redis may differ: Redis gets durations.
local left = math.max(1, ARGV[7] - ARGV[9])
redis.call('PEXPIRE', KEYS[1], left)
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[9])
redis.call('ZADD', KEYS[2], ARGV[8], ARGV[1])
left = math.max(left, ARGV[8] - ARGV[9])
if redis.call('PTTL', KEYS[2]) < left then
  redis.call('PEXPIRE', KEYS[2], left)
end
return 1
