-- KEYS: the owner's index. ARGV: the prefix of sessions, now.
-- Returns one list for each session: id, label, started, spent_at, expires.
local found = {}
for _, id in ipairs(redis.call('ZREVRANGE', KEYS[1], 0, 999)) do
  local session = redis.call('HMGET', ARGV[1] .. id, 'label', 'started', 'spent_at', 'expires', 'idle_until')
  if session[1] and tonumber(session[5]) > tonumber(ARGV[2]) then
    found[#found + 1] = {id, session[1], tonumber(session[2]), tonumber(session[3]), tonumber(session[4])}
  end
end
return found
