//! The faults, one after the other.

use std::{
    net::Ipv4Addr,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{net::TcpListener, time::sleep};

use crate::{
    database::{Database, Kind, Pool},
    error::RunError,
    judge::{DELETED, Judge, LEAVER, Leaver},
    load::{Load, USERS},
    panics,
    phase::Phase,
    report::{Recovery, Report},
    server::Server,
};

/// The connections that send requests.
const CONNECTIONS: u64 = 64;

/// The connections of the application's pool.
const POOL_SIZE: u32 = 8;

/// The users that have to be let in one after the other before the effects of a fault are over.
const RECOVERED: u64 = 2 * CONNECTIONS;

/// The time after a fault in which the application has to recover.
pub(crate) const RECOVERY_LIMIT: Duration = Duration::from_secs(20);

/// How long each phase takes.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Between two faults.
    healthy: Duration,
    /// While each query waits for a lock.
    slow: Duration,
    /// While connections are killed.
    killed: Duration,
    /// While the pool has no connection.
    exhausted: Duration,
    /// While the server does not run.
    down: Duration,
    /// The time limit of the application's store.
    time_limit: Duration,
}

impl Plan {
    /// A run of half a minute, whose faults take longer than the store may wait.
    #[must_use]
    pub const fn long() -> Self {
        Self {
            healthy: Duration::from_secs(2),
            slow: Duration::from_secs(5),
            killed: Duration::from_secs(4),
            exhausted: Duration::from_secs(4),
            down: Duration::from_secs(5),
            time_limit: Duration::from_secs(2),
        }
    }

    /// A run of a few seconds.
    #[must_use]
    pub const fn short() -> Self {
        Self {
            healthy: Duration::from_millis(300),
            slow: Duration::from_millis(1_200),
            killed: Duration::from_millis(500),
            exhausted: Duration::from_millis(1_200),
            down: Duration::from_millis(1_200),
            time_limit: Duration::from_millis(500),
        }
    }
}

/// Sends requests while the database has one fault after the other.
///
/// # Errors
///
/// Returns [`RunError::NotInstalled`] if this machine has no server of this kind.
pub async fn run(kind: Kind, plan: &Plan) -> Result<Report, RunError> {
    panics::watch();
    let mut server = Server::start(kind).await?;
    let database = server.database();
    database.prepare(USERS).await?;
    database.delete(DELETED).await?;
    let pool = database.pool(POOL_SIZE).await?;
    let app = pool.app(plan.time_limit)?;

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let router = app.clone();
    let service = tokio::spawn(async move { axum::serve(listener, router).await });

    let judge = Arc::new(Judge::new());
    let load = Load::start(&app, address, &judge, CONNECTIONS).await?;
    let mut run = Run {
        judge: Arc::clone(&judge),
        recoveries: Vec::new(),
    };
    let panics = panics::count();
    let started = Instant::now();
    let outcome = run.faults(&mut server, database, &pool, plan).await;
    load.stop().await;
    service.abort();
    outcome?;
    Ok(Report {
        kind,
        took: started.elapsed(),
        recoveries: run.recoveries,
        findings: judge.findings(),
        panics: panics::count() - panics,
    })
}

struct Run {
    judge: Arc<Judge>,
    recoveries: Vec<Recovery>,
}

impl Run {
    async fn faults(
        &mut self,
        server: &mut Server,
        database: Database,
        pool: &Pool,
        plan: &Plan,
    ) -> Result<(), RunError> {
        self.recover(Phase::Healthy).await;
        sleep(plan.healthy).await;

        self.judge.enter(Phase::Slow);
        database.slow_down(plan.slow).await?;
        self.recover(Phase::Slow).await;

        self.judge.leaver_is(Leaver::Leaving);
        database.delete(LEAVER).await?;
        self.judge.leaver_is(Leaver::Gone);
        sleep(plan.healthy).await;

        self.judge.enter(Phase::Killed);
        let started = Instant::now();
        while started.elapsed() < plan.killed {
            database.kill_connections().await?;
            sleep(Duration::from_millis(100)).await;
        }
        self.recover(Phase::Killed).await;
        sleep(plan.healthy).await;

        self.judge.enter(Phase::Exhausted);
        pool.exhaust(POOL_SIZE, plan.exhausted).await?;
        self.recover(Phase::Exhausted).await;
        sleep(plan.healthy).await;

        self.judge.enter(Phase::Recovering);
        server.stop();
        self.judge.enter(Phase::Down);
        sleep(plan.down).await;
        self.judge.enter(Phase::Recovering);
        server.resume().await?;
        self.recover(Phase::Down).await;
        sleep(plan.healthy).await;
        Ok(())
    }

    /// Waits until the application lets users in again after a fault.
    async fn recover(&mut self, fault: Phase) {
        self.judge.enter(Phase::Recovering);
        let started = Instant::now();
        while self.judge.let_in() < RECOVERED && started.elapsed() < RECOVERY_LIMIT {
            sleep(Duration::from_millis(5)).await;
        }
        let took = started.elapsed();
        self.recoveries.push(Recovery { fault, took });
        self.judge.enter(Phase::Healthy);
    }
}
