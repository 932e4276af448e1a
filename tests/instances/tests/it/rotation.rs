//! Refresh tokens at two instances.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use tokio::{sync::Barrier, task::JoinSet, time::sleep};

use crate::{client::Client, on_each_store};

/// The number of requests at once.
const CLIENTS: usize = 64;

on_each_store! {
    async fn a_refresh_token_sent_64_times_at_once_to_both_instances_has_one_successor(store) {
        let [(one, _), (other, mut there)] = store.two_instances(|instance| instance).await;
        let addresses = [one.address, other.address];
        for _ in 0..3 {
            let first = there.login(1).await;
            let begin = Arc::new(Barrier::new(CLIENTS));
            let mut clients = JoinSet::new();
            for number in 0..CLIENTS {
                let (begin, token) = (Arc::clone(&begin), first.refresh.clone());
                let mut client = Client::new(addresses[number % 2]);
                clients.spawn(async move {
                    client.connect().await;
                    begin.wait().await;
                    client.refresh(&token).await.tokens()
                });
            }
            let answers = clients.join_all().await;
            assert_eq!(answers.len(), CLIENTS);
            let successors: BTreeSet<_> = answers.into_iter().collect();
            assert_eq!(successors.len(), 1, "{successors:?}");
            let next = successors.first().unwrap();
            assert_eq!(there.me(&next.access).await, 200);
            assert_eq!(there.refresh(&next.refresh).await.status, 200);
        }
    }
}

on_each_store! {
    async fn a_reuse_that_one_instance_notices_ends_the_session_at_the_other(store) {
        let brief = store.two_instances(|instance| instance.replay_window("1s")).await;
        let [(_one, mut here), (_other, mut there)] = brief;
        let first = here.login(1).await;
        let next = there.refresh(&first.refresh).await.tokens();
        assert_eq!(there.me(&next.access).await, 200);
        // The replay window ends.
        sleep(Duration::from_millis(1100)).await;
        assert_eq!(here.refresh(&first.refresh).await.status, 401);
        for access in [&first.access, &next.access] {
            assert_eq!(there.me(access).await, 401);
        }
        assert_eq!(there.refresh(&next.refresh).await.status, 401);
    }
}
