//! A map with several locks.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{PoisonError, RwLock},
};

use crate::session::SessionId;

/// A map of 64 parts, each with a lock of its own, so that requests with different sessions seldom wait for each other.
pub(super) struct Sharded<K, V>(Box<[RwLock<HashMap<K, V>>; 64]>);

impl<K, V> Default for Sharded<K, V> {
    fn default() -> Self {
        Self(Box::new(std::array::from_fn(|_| RwLock::default())))
    }
}

/// A hash, whose first byte chooses the part of a map.
pub(super) trait Hashed: Copy + Eq + Hash {
    fn first_byte(&self) -> u8;
}

impl Hashed for [u8; 32] {
    fn first_byte(&self) -> u8 {
        let [first, ..] = self;
        *first
    }
}

impl Hashed for SessionId {
    fn first_byte(&self) -> u8 {
        self.as_bytes().first_byte()
    }
}

impl<K: Hashed, V> Sharded<K, V> {
    pub(super) fn read<T>(&self, key: &K, read: impl FnOnce(Option<&V>) -> T) -> T {
        let shard = self.shard(key).read();
        read(shard.unwrap_or_else(PoisonError::into_inner).get(key))
    }

    pub(super) fn change<T>(&self, key: &K, change: impl FnOnce(&mut HashMap<K, V>) -> T) -> T {
        let shard = self.shard(key).write();
        change(&mut shard.unwrap_or_else(PoisonError::into_inner))
    }

    fn shard(&self, key: &K) -> &RwLock<HashMap<K, V>> {
        let [first, ..] = &*self.0;
        let index = usize::from(key.first_byte()) % self.0.len();
        self.0.get(index).unwrap_or(first)
    }

    /// Removes up to `limit` entries for which `is_over` returns `true`, and returns them.
    pub(super) fn purge(&self, limit: usize, is_over: impl Fn(&V) -> bool) -> Vec<(K, V)> {
        let mut removed = Vec::new();
        for shard in &*self.0 {
            let mut shard = shard.write().unwrap_or_else(PoisonError::into_inner);
            let left = limit.saturating_sub(removed.len());
            removed.extend(shard.extract_if(|_, value| is_over(value)).take(left));
        }
        removed
    }

    pub(super) fn is_empty(&self) -> bool {
        let mut shards = self.0.iter();
        shards.all(|shard| {
            let shard = shard.read().unwrap_or_else(PoisonError::into_inner);
            shard.is_empty()
        })
    }
}
