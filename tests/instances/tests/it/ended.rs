//! A session that one instance has ended, at the other one.

use std::{
    mem,
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::time::sleep;

use crate::on_each_store;

on_each_store! {
    async fn a_session_ended_at_one_instance_is_refused_at_the_other_at_once(store) {
        let [(_one, mut here), (_other, mut there)] = store.two_instances(|instance| instance).await;
        for _ in 0..20 {
            let tokens = here.login(1).await;
            assert_eq!(there.me(&tokens.access).await, 200);
            here.logout(&tokens.access).await;
            assert_eq!(there.me(&tokens.access).await, 401);
            assert_eq!(there.refresh(&tokens.refresh).await.status, 401);
            mem::swap(&mut here, &mut there);
        }
    }
}

on_each_store! {
    async fn a_logout_everywhere_at_one_instance_ends_the_sessions_of_both(store) {
        let [(_one, mut here), (_other, mut there)] = store.two_instances(|instance| instance).await;
        let sessions = [here.login(1).await, there.login(1).await, there.login(1).await];
        let others = there.login(2).await;
        let devices = there.send("GET", "/devices", Some(&sessions[0].access)).await;
        let devices: Vec<Value> = serde_json::from_str(&devices.body).unwrap();
        assert_eq!(devices.len(), 3);
        let ended = here.send("DELETE", "/devices", Some(&sessions[0].access)).await;
        assert_eq!(ended.status, 204);
        for tokens in &sessions {
            for instance in [&mut here, &mut there] {
                assert_eq!(instance.me(&tokens.access).await, 401);
                assert_eq!(instance.refresh(&tokens.refresh).await.status, 401);
            }
        }
        assert_eq!(here.me(&others.access).await, 200);
    }
}

on_each_store! {
    async fn a_session_ended_at_one_instance_is_refused_at_the_other_when_the_cached_result_is_over(store) {
        const TEXT: &str = "2s";
        const BOUND: Duration = Duration::from_secs(2);
        let cached = store.two_instances(|instance| instance.cached(TEXT)).await;
        let [(_one, mut here), (_other, mut there)] = cached;
        // On a machine that is busy for so long, nothing is cached any more when the session has ended.
        for _ in 0..5 {
            let tokens = here.login(1).await;
            assert_eq!(there.me(&tokens.access).await, 200);
            here.logout(&tokens.access).await;
            let ended = Instant::now();
            assert_eq!(here.me(&tokens.access).await, 401, "ended here");
            let mut was_cached = false;
            loop {
                let sent = ended.elapsed();
                if there.me(&tokens.access).await == 401 {
                    break;
                }
                assert!(sent < BOUND, "let in {sent:?} after the end");
                was_cached = true;
                sleep(Duration::from_millis(20)).await;
            }
            assert_eq!(there.me(&tokens.access).await, 401, "still");
            if was_cached {
                return;
            }
        }
        panic!("the other instance has cached nothing");
    }
}
