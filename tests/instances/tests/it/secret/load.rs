//! Clients that log in, use their tokens, refresh and log out, at both instances in turn.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{task::JoinSet, time::sleep};

use super::balancer::Balancer;
use crate::client::{Answer, Client, Tokens};

const CLIENTS: usize = 8;

/// The time in which every client goes round twice, also on a busy machine.
const LIMIT: Duration = Duration::from_mins(1);

pub(super) struct Load {
    clients: JoinSet<usize>,
    progress: Arc<Progress>,
}

#[derive(Default)]
struct Progress {
    /// How often each client has gone round.
    rounds: [AtomicUsize; CLIENTS],
    is_stopped: AtomicBool,
}

impl Load {
    pub(super) fn start(balancer: &Balancer) -> Self {
        let progress = Arc::new(Progress::default());
        let mut clients = JoinSet::new();
        for number in 0..CLIENTS {
            let (balancer, progress) = (balancer.clone(), Arc::clone(&progress));
            clients.spawn(async move {
                let caller = Caller {
                    user: number + 1,
                    connections: [balancer.client(0).await, balancer.client(1).await],
                    balancer,
                    answered: 0,
                };
                caller.run(&progress).await
            });
        }
        Self { clients, progress }
    }

    /// Waits until every client has gone round at least once from here on, from the start to the end.
    pub(super) async fn advance(&mut self) {
        let rounds = self.progress.rounds.each_ref();
        let goals = rounds.map(|rounds| rounds.load(Ordering::SeqCst) + 2);
        let started = Instant::now();
        while rounds
            .iter()
            .zip(goals)
            .any(|(rounds, goal)| rounds.load(Ordering::SeqCst) < goal)
        {
            if let Some(ended) = self.clients.try_join_next() {
                panic!("a client was refused: {ended:?}");
            }
            assert!(started.elapsed() < LIMIT, "a client is stuck");
            sleep(Duration::from_millis(5)).await;
        }
    }

    /// Stops the clients, and prints how many requests were answered. A request that was refused fails the test.
    #[expect(clippy::print_stderr, reason = "how much was tested")]
    pub(super) async fn stop(self) {
        self.progress.is_stopped.store(true, Ordering::SeqCst);
        let answered: usize = self.clients.join_all().await.into_iter().sum();
        eprintln!(
            "{answered} requests were answered while the secret was changed, and none was refused"
        );
    }
}

/// A client with a connection to each instance.
struct Caller {
    user: usize,
    balancer: Balancer,
    connections: [Client; 2],
    answered: usize,
}

impl Caller {
    /// Goes round until the load stops, and returns how many requests were answered.
    async fn run(mut self, progress: &Progress) -> usize {
        let mut kept = self.login(0).await;
        let rounds = &progress.rounds[self.user - 1];
        for round in 0.. {
            if progress.is_stopped.load(Ordering::SeqCst) {
                break;
            }
            let (here, there) = (round % 2, (round + 1) % 2);
            kept = self.refresh(there, &kept).await;
            self.me(here, &kept).await;
            let brief = self.login(here).await;
            self.me(there, &brief).await;
            let next = self.refresh(there, &brief).await;
            self.me(here, &brief).await;
            self.me(here, &next).await;
            let ended = self
                .send(here, ("POST", "/logout"), Some(&next.access))
                .await;
            assert_eq!(ended.status, 204, "{}", ended.body);
            rounds.fetch_add(1, Ordering::SeqCst);
        }
        self.answered
    }

    async fn send(&mut self, place: usize, route: (&str, &str), token: Option<&str>) -> Answer {
        let connection = &mut self.connections[place];
        self.answered += 1;
        self.balancer.send(place, connection, route, token).await
    }

    async fn login(&mut self, place: usize) -> Tokens {
        let path = format!("/login/{}", self.user);
        self.send(place, ("POST", &path), None).await.tokens()
    }

    async fn refresh(&mut self, place: usize, tokens: &Tokens) -> Tokens {
        let route = ("POST", "/refresh");
        let answer = self.send(place, route, Some(&tokens.refresh)).await;
        answer.tokens()
    }

    async fn me(&mut self, place: usize, tokens: &Tokens) {
        let answer = self.send(place, ("GET", "/me"), Some(&tokens.access)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
}
