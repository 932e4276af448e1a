//! The secret that signs is changed while the instances serve requests.

mod balancer;
mod load;

use jwt_router_tests::{OTHER_SECRET as NEW, SECRET as OLD};

use self::{balancer::Balancer, load::Load};
use crate::on_each_store;

on_each_store! {
    async fn the_secret_is_changed_under_load_without_a_refused_request(store) {
        let balancer = Balancer::start(store).await;
        let first = balancer.client(0).await.login(100).await;
        let mut load = Load::start(&balancer);
        load.advance().await;

        // Every instance accepts the new secret before any instance signs with it.
        for place in [0, 1] {
            let next = store.instance().secret(OLD).previous_secret(NEW);
            balancer.replace(place, next.start().await).await;
            load.advance().await;
        }
        for place in [0, 1] {
            let next = store.instance().secret(NEW).previous_secret(OLD);
            balancer.replace(place, next.start().await).await;
            load.advance().await;
        }
        assert_eq!(balancer.statuses(&first).await, [200, 200]);
        // By now, no client of the load has a token of the old secret.
        for place in [0, 1] {
            let next = store.instance().secret(NEW);
            balancer.replace(place, next.start().await).await;
            load.advance().await;
        }
        load.stop().await;
        // The secret was changed: a token of the old one is refused now.
        assert_eq!(balancer.statuses(&first).await, [401, 401]);
    }
}

on_each_store! {
    async fn a_secret_that_is_not_announced_is_refused_by_the_other_instance(store) {
        let signing = store.instance().secret(NEW).previous_secret(OLD).start().await;
        let other = store.instance().secret(OLD).start().await;
        let [mut signing, mut other] = [signing.client(), other.client()];
        let (old, new) = (other.login(1).await, signing.login(1).await);
        assert_eq!(signing.me(&old.access).await, 200);
        assert_eq!(other.me(&new.access).await, 401);
    }
}
