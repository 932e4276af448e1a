//! The server of the sessions is killed and started again while both instances serve requests.
//!
//! Its process ends and the machine goes on: what the server had given to the operating system is not lost.

mod audit;
mod judge;
mod load;
mod server;
mod session;

use std::{sync::Arc, time::Duration};

use tokio::time::sleep;

use self::{
    judge::{Judge, Phase},
    load::Load,
    server::Server,
};
use crate::store::{Kind, Store, runtime};

/// The clients that send requests at the same time.
const CLIENTS: usize = 16;

/// How often the server is killed.
const ROUNDS: usize = 3;

mod a_store_that_is_killed_is_503_and_keeps_what_was_acknowledged {
    use super::{Kind, run};

    #[test]
    fn postgres() {
        run(Kind::Postgres);
    }

    #[test]
    fn redis() {
        run(Kind::Redis);
    }
}

fn run(kind: Kind) {
    runtime().block_on(async {
        if let Some(mut server) = Server::start(kind).await {
            test(kind, &mut server).await;
        }
    });
}

#[expect(clippy::print_stderr, reason = "how much was tested")]
async fn test(kind: Kind, server: &mut Server) {
    let store = Store::new(kind, server.url());
    store.create().await;
    // A client tries again after a crash: the replay window is longer than the server is down.
    let patient = store.two_instances(|instance| instance.replay_window("5m"));
    let [(one, _), (other, _)] = patient.await;
    let judge = Arc::new(Judge::default());
    let mut load = Load::start([&one, &other], &judge);
    for _ in 0..ROUNDS {
        load.until(|| judge.answered() > 10 * CLIENTS).await;
        judge.enter(Phase::Changing);
        server.kill();
        judge.enter(Phase::Down);
        load.until(|| judge.unavailable() > CLIENTS).await;
        judge.enter(Phase::Changing);
        server.resume().await;
        load.until(|| judge.in_a_row() > 4 * CLIENTS).await;
        judge.enter(Phase::Healthy);
    }
    sleep(Duration::from_millis(300)).await;
    let sessions = load.stop().await;
    judge.assert_kept();
    let audited = audit::audit([&one, &other], sessions).await;
    eprintln!("{kind:?}: {}; {audited}", judge.summary());
    assert!(
        audited.active > CLIENTS && audited.ended > CLIENTS,
        "{audited}"
    );
}
