//! A load balancer in front of two instances: it sends no more requests to an instance that is about to stop.

use std::{mem, sync::Arc};

use tokio::sync::RwLock;

use crate::{
    client::{Answer, Client, Tokens},
    instance::Instance,
    store::Store,
};

#[derive(Clone)]
pub(super) struct Balancer {
    places: Arc<[RwLock<Instance>; 2]>,
}

impl Balancer {
    pub(super) async fn start(store: &Store) -> Self {
        let start = async || RwLock::new(store.instance().start().await);
        Self {
            places: Arc::new([start().await, start().await]),
        }
    }

    /// Returns a client of the instance that is at this place now.
    pub(super) async fn client(&self, place: usize) -> Client {
        self.places[place].read().await.client()
    }

    /// Sends an access token to both instances.
    pub(super) async fn statuses(&self, tokens: &Tokens) -> [u16; 2] {
        let [mut one, mut other] = [self.client(0).await, self.client(1).await];
        [one.me(&tokens.access).await, other.me(&tokens.access).await]
    }

    /// Replaces an instance, and stops it when it has answered its requests.
    pub(super) async fn replace(&self, place: usize, next: Instance) {
        // Requests under way keep the lock for reading.
        let mut instance = self.places[place].write().await;
        drop(mem::replace(&mut *instance, next));
    }

    /// Sends a request to the instance at this place.
    pub(super) async fn send(
        &self,
        place: usize,
        client: &mut Client,
        (method, path): (&str, &str),
        token: Option<&str>,
    ) -> Answer {
        let instance = self.places[place].read().await;
        client.go_to(instance.address);
        client.send(method, path, token).await
    }
}
