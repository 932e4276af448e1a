-- KEYS: the owner's index. ARGV: the prefix of sessions, now.
-- Returns one list for each of the latest 1000 sessions: id, label, started, spent_at, expires. Removes the sessions
-- from the index that Redis has removed, so that the next call does not read them again.
local found, expired, first = {}, {}, 0
repeat
  local ids = redis.call('ZREVRANGE', KEYS[1], first, first + 999)
  for _, id in ipairs(ids) do
    local session = redis.call('HMGET', ARGV[1] .. id, 'label', 'started', 'spent_at', 'expires', 'idle_until')
    if not session[1] then
      expired[#expired + 1] = id
    elseif #found < 1000 and tonumber(session[5]) > tonumber(ARGV[2]) then
      found[#found + 1] = {id, session[1], tonumber(session[2]), tonumber(session[3]), tonumber(session[4])}
    end
  end
  first = first + 1000
until #ids < 1000 or #found == 1000
for _, id in ipairs(expired) do
  redis.call('ZREM', KEYS[1], id)
end
return found
