//! Clients that start, use, refresh and end sessions, at both instances in turn.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{task::JoinSet, time::sleep};

use super::{
    CLIENTS,
    judge::{Expected, Judge},
    session::{End, Session},
};
use crate::{
    client::{Answer, Client},
    instance::Instance,
};

/// The time in which a fault shows its effects, or in which they are over, also on a busy machine.
const LIMIT: Duration = Duration::from_mins(1);

/// The time between two requests of a client.
const PAUSE: Duration = Duration::from_millis(2);

/// The active sessions of a client, of which it ends one if there are more.
const ACTIVE: usize = 6;

pub(super) struct Load {
    callers: JoinSet<Vec<Session>>,
    is_stopped: Arc<AtomicBool>,
}

impl Load {
    pub(super) fn start(instances: [&Instance; 2], judge: &Arc<Judge>) -> Self {
        let (mut callers, is_stopped) = (JoinSet::new(), Arc::new(AtomicBool::new(false)));
        for number in 0..CLIENTS {
            let caller = Caller {
                user: number + 1,
                clients: instances.map(Instance::client),
                judge: Arc::clone(judge),
                sessions: Vec::new(),
                turn: number,
            };
            callers.spawn(caller.run(Arc::clone(&is_stopped)));
        }
        Self {
            callers,
            is_stopped,
        }
    }

    /// Waits until the responses are such.
    pub(super) async fn until(&mut self, is_so: impl Fn() -> bool) {
        let started = Instant::now();
        while !is_so() {
            if let Some(ended) = self.callers.try_join_next() {
                panic!("a client has failed: {:?}", ended.map(drop));
            }
            assert!(started.elapsed() < LIMIT, "the responses do not change");
            sleep(PAUSE).await;
        }
    }

    /// Stops the clients, and returns the sessions of each.
    pub(super) async fn stop(self) -> Vec<Vec<Session>> {
        self.is_stopped.store(true, Ordering::SeqCst);
        self.callers.join_all().await
    }
}

/// A client with sessions of one user and a connection to each instance.
struct Caller {
    user: usize,
    clients: [Client; 2],
    judge: Arc<Judge>,
    sessions: Vec<Session>,
    turn: usize,
}

impl Caller {
    async fn run(mut self, is_stopped: Arc<AtomicBool>) -> Vec<Session> {
        while !is_stopped.load(Ordering::SeqCst) {
            match self.turn % 8 {
                0 => self.start().await,
                1 | 6 => self.show(End::Active, 200).await,
                2 | 5 => self.rotate().await,
                3 => self.show(End::Acknowledged, 401).await,
                4 => drop(self.send("GET", "/health", None, Expected::Public).await),
                _ => self.end().await,
            }
            self.turn += 1;
            sleep(PAUSE).await;
        }
        self.sessions
    }

    /// Sends a request to the instance whose turn it is.
    async fn send(
        &mut self,
        method: &str,
        path: &str,
        token: Option<&str>,
        expected: Expected,
    ) -> Answer {
        let begun = self.judge.begin();
        // An instance has its turn twice, so that each gets requests of every kind.
        let client = &mut self.clients[self.turn / 8 % 2];
        let answer = client.send(method, path, token).await;
        let request = format!("{method} {path}");
        self.judge.end(begun, &request, expected, answer.status);
        answer
    }

    async fn start(&mut self) {
        let path = format!("/login/{}", self.user);
        let answer = self.send("POST", &path, None, Expected::Stored(200)).await;
        if answer.status == 200 {
            self.sessions.push(Session::new(answer.tokens()));
        }
    }

    /// Returns the place of one of the sessions in this state, another one with each turn.
    fn one(&self, end: End) -> Option<usize> {
        let all: Vec<usize> = (0..self.sessions.len())
            .filter(|&place| self.sessions[place].end == end)
            .collect();
        (!all.is_empty()).then(|| all[self.turn / 4 % all.len()])
    }

    async fn show(&mut self, end: End, status: u16) {
        if let Some(place) = self.one(end) {
            let access = self.sessions[place].tokens.access.clone();
            let expected = Expected::Stored(status);
            self.send("GET", "/me", Some(&access), expected).await;
        }
    }

    async fn rotate(&mut self) {
        let Some(place) = self.one(End::Active) else {
            return;
        };
        // If the response is 503, the next attempt is with the same token, which may be spent.
        let presented = self.sessions[place].tokens.refresh.clone();
        let expected = Expected::Stored(200);
        let answer = self
            .send("POST", "/refresh", Some(&presented), expected)
            .await;
        if answer.status == 200 {
            let session = &mut self.sessions[place];
            session.spent = Some(presented);
            session.tokens = answer.tokens();
        }
    }

    async fn end(&mut self) {
        let is_active = |session: &&Session| session.end == End::Active;
        if self.sessions.iter().filter(is_active).count() <= ACTIVE {
            return;
        }
        let Some(place) = self.one(End::Active) else {
            return;
        };
        let access = self.sessions[place].tokens.access.clone();
        let expected = Expected::Stored(204);
        let answer = self.send("POST", "/logout", Some(&access), expected).await;
        self.sessions[place].end = match answer.status {
            204 => End::Acknowledged,
            _ => End::Unknown,
        };
    }
}
