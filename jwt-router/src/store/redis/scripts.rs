use redis::Script;

/// The Lua scripts of the session store's operations. Redis runs each script without another command in between.
pub(super) struct Scripts {
    pub(super) start: Script,
    pub(super) spend: Script,
    pub(super) end: Script,
    pub(super) end_all: Script,
    pub(super) list: Script,
}

impl Default for Scripts {
    fn default() -> Self {
        Self {
            start: Script::new(include_str!("scripts/start.lua")),
            spend: Script::new(include_str!("scripts/spend.lua")),
            end: Script::new(include_str!("scripts/end.lua")),
            end_all: Script::new(include_str!("scripts/end_all.lua")),
            list: Script::new(include_str!("scripts/list.lua")),
        }
    }
}
