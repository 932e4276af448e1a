-- KEYS: the session. ARGV: id.
local owner = redis.call('HGET', KEYS[1], 'owner')
if owner then
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', owner, ARGV[1])
end
return 1
