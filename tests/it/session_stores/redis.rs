//! `RedisSessions` on the server of `TEST_REDIS_URL`; without the variable, a test is skipped.

use std::{
    env,
    io::{Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    process,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use jwt_router::{
    RedisSessions, SessionId, SessionOwner, SessionStore as _, Spending, Spent,
    testing::session_store,
};
use jwt_router_tests::skip;

use super::session;

fn url() -> Option<String> {
    let url = env::var("TEST_REDIS_URL").ok();
    if url.is_none() {
        skip("redis", "the variable with its URL is not set");
    }
    url
}

/// Returns a key prefix that no other test has.
fn prefix() -> String {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("jwt-router-test-{}-{number}:", process::id())
}

/// The keys of one test in Redis, which are removed at its end.
struct Keys {
    url: String,
    prefix: String,
}

impl Keys {
    async fn connection(&self) -> redis::aio::MultiplexedConnection {
        let client = redis::Client::open(self.url.as_str()).unwrap();
        client.get_multiplexed_async_connection().await.unwrap()
    }

    fn store(&self) -> RedisSessions {
        RedisSessions::open(&self.url).unwrap().prefix(&self.prefix)
    }

    /// Sends a command with one argument.
    async fn ask<T: redis::FromRedisValue>(&self, command: &str, argument: &str) -> T {
        let mut connection = self.connection().await;
        let mut command = redis::cmd(command);
        command.arg(argument);
        command.query_async(&mut connection).await.unwrap()
    }

    async fn all(&self) -> Vec<String> {
        self.ask("KEYS", &format!("{}*", self.prefix)).await
    }

    async fn remove(&self) {
        for key in self.all().await {
            let _removed: i64 = self.ask("DEL", &key).await;
        }
    }
}

/// Runs a test with a key prefix of its own, on a runtime with two threads.
fn run<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(Keys) -> F) {
    let Some(url) = url() else {
        return;
    };
    let prefix = prefix();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let keys = |prefix: &str| Keys {
        url: url.clone(),
        prefix: prefix.to_owned(),
    };
    let done = runtime.block_on(runtime.spawn(test(keys(&prefix))));
    runtime.block_on(keys(&prefix).remove());
    done.unwrap_or_else(|failed| std::panic::resume_unwind(failed.into_panic()));
}

const OWNER: SessionOwner<'static> = SessionOwner::new("users", "1");

const fn spending(generation: i64, now: i64) -> Spending {
    Spending {
        generation,
        now,
        admitted: now,
        window: 10_000,
        idle: 30_000,
    }
}

#[test]
fn redis_is_a_store_of_sessions() {
    run(|keys| async move { session_store(keys.store()).await });
}

#[test]
fn every_key_in_redis_has_a_time_to_live() {
    run(|keys| async move {
        let (store, id) = (keys.store(), SessionId::of_sid("one"));
        store.start(&session(id, OWNER)).await.unwrap();
        store.spend(&id, &spending(0, 1000)).await.unwrap();
        store.once(&[1; 32], 0, 60_000).await.unwrap();
        let all = keys.all().await;
        assert_eq!(all.len(), 3, "a session, an owner, a used token: {all:?}");
        for key in all {
            let left: i64 = keys.ask("PTTL", &key).await;
            assert!((1..=60_000).contains(&left), "{key}: {left} ms");
        }
    });
}

/// Starts sessions with these identifiers, and lets Redis remove them, as it does when their time is over.
async fn start_expired(keys: &Keys, count: usize) {
    let store = keys.store();
    for number in 0..count {
        let id = SessionId::of_sid(&format!("expired {number}"));
        store.start(&session(id, OWNER)).await.unwrap();
        let key = format!("{}session:{id}", keys.prefix);
        let removed: i64 = keys.ask("DEL", &key).await;
        assert_eq!(removed, 1);
    }
}

/// Returns the number of sessions in the index of the owner.
async fn in_index(keys: &Keys) -> i64 {
    let all = keys.all().await;
    let index = all.iter().find(|key| key.contains("owner")).unwrap();
    keys.ask("ZCARD", index).await
}

/// Returns the identifiers that the store lists.
async fn listed(store: &RedisSessions) -> Vec<SessionId> {
    let sessions = store.list(&OWNER, 0).await.unwrap();
    sessions.into_iter().map(|session| session.id).collect()
}

#[test]
fn a_login_removes_expired_sessions_from_the_index_in_redis() {
    run(|keys| async move {
        start_expired(&keys, 5).await;
        let last = session(SessionId::of_sid("last"), OWNER);
        keys.store().start(&last).await.unwrap();
        assert_eq!(in_index(&keys).await, 1);
    });
}

#[test]
fn the_list_removes_expired_sessions_from_the_index_in_redis() {
    run(|keys| async move {
        let (store, id) = (keys.store(), SessionId::of_sid("one"));
        store.start(&session(id, OWNER)).await.unwrap();
        start_expired(&keys, 5).await;
        assert_eq!(listed(&store).await, [id]);
        assert_eq!(in_index(&keys).await, 1);
    });
}

#[test]
fn expired_sessions_do_not_displace_active_ones_from_the_list_in_redis() {
    run(|keys| async move {
        let (store, id) = (keys.store(), SessionId::of_sid("one"));
        store.start(&session(id, OWNER)).await.unwrap();
        let all = keys.all().await;
        let index = all.iter().find(|key| key.contains("owner")).unwrap();
        let mut add = redis::cmd("ZADD");
        add.arg(index);
        for number in 0..2500 {
            // They would have lasted longer than the active one.
            add.arg(90_000)
                .arg(SessionId::of_sid(&number.to_string()).to_string());
        }
        let added: i64 = add.query_async(&mut keys.connection().await).await.unwrap();
        assert_eq!(added, 2500);
        assert_eq!(listed(&store).await, [id]);
    });
}

#[test]
fn a_list_in_redis_has_1000_sessions_at_most() {
    run(|keys| async move {
        let store = keys.store();
        for number in 0..1001 {
            let id = SessionId::of_sid(&number.to_string());
            store.start(&session(id, OWNER)).await.unwrap();
        }
        assert_eq!(listed(&store).await.len(), 1000);
    });
}

#[test]
fn a_login_by_a_clock_far_ahead_hides_no_session_from_end_all_in_redis() {
    run(|keys| async move {
        let (store, id) = (keys.store(), SessionId::of_sid("one"));
        store.start(&session(id, OWNER)).await.unwrap();
        let mut ahead = session(SessionId::of_sid("two"), OWNER);
        ahead.started = 600_000;
        (ahead.state.idle_until, ahead.state.expires) = (630_000, 660_000);
        store.start(&ahead).await.unwrap();
        store.end_all(&OWNER).await.unwrap();
        assert_eq!(store.state(&id).await.unwrap(), None);
    });
}

#[test]
fn a_redis_that_lost_a_session_has_ended_it() {
    run(|keys| async move {
        let (store, id) = (keys.store(), SessionId::of_sid("one"));
        store.start(&session(id, OWNER)).await.unwrap();
        keys.remove().await;
        assert!(store.state(&id).await.unwrap().is_none());
        let spent = store.spend(&id, &spending(0, 0)).await.unwrap();
        assert_eq!(spent, Spent::Ended);
    });
}

#[test]
fn a_redis_that_does_not_answer_is_an_error_and_another_request_connects() {
    run(|keys| async move {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let store = RedisSessions::open(&format!("redis://{address}"))
            .unwrap()
            .prefix(&keys.prefix);
        let id = SessionId::of_sid("one");
        assert!(store.start(&session(id, OWNER)).await.is_err());

        let listener = TcpListener::bind(address).unwrap();
        forward_all(listener, &keys.url);
        store.start(&session(id, OWNER)).await.unwrap();
        assert!(store.state(&id).await.unwrap().is_some());
    });
}

/// Answers a connection as a primary that has become a replica does.
fn answer_as_replica(mut client: TcpStream) {
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = client.read(&mut buffer) {
        let text = String::from_utf8_lossy(&buffer[..length]);
        for _command in text.lines().filter(|line| line.starts_with('*')) {
            let reply = if text.contains("CLIENT") {
                "+OK\r\n"
            } else {
                "-READONLY You can't write against a read only replica.\r\n"
            };
            client.write_all(reply.as_bytes()).unwrap();
        }
    }
}

/// Answers the first connection as a replica, and forwards every other connection to the server of this URL.
fn forward_after_demotion(listener: TcpListener, url: &str) {
    let url = url.to_owned();
    thread::spawn(move || {
        let (client, _) = listener.accept().unwrap();
        forward_all(listener, &url);
        answer_as_replica(client);
    });
}

#[test]
fn requests_to_a_replica_do_not_each_open_a_connection() {
    run(|keys| async move {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let opened = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&opened);
        thread::spawn(move || {
            for client in listener.incoming() {
                count.fetch_add(1, Ordering::Relaxed);
                thread::spawn(move || answer_as_replica(client.unwrap()));
            }
        });
        let store = RedisSessions::open(&format!("redis://{address}"))
            .unwrap()
            .prefix(&keys.prefix);
        let began = Instant::now();
        for _ in 0..20 {
            let id = SessionId::of_sid("one");
            assert!(store.start(&session(id, OWNER)).await.is_err());
        }
        // The first connection, the one that replaced it, and one more for each second.
        let seconds = usize::try_from(began.elapsed().as_secs()).unwrap();
        let opened = opened.load(Ordering::Relaxed);
        assert!(opened <= 2 + seconds, "{opened} in {seconds} s");
    });
}

#[test]
fn the_store_leaves_a_redis_that_has_become_a_replica() {
    run(|keys| async move {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        forward_after_demotion(listener, &keys.url);
        let store = RedisSessions::open(&format!("redis://{address}"))
            .unwrap()
            .prefix(&keys.prefix);
        let id = SessionId::of_sid("one");
        let refused = store.start(&session(id, OWNER)).await.unwrap_err();
        assert!(refused.to_string().contains("read only"), "{refused}");
        store.start(&session(id, OWNER)).await.unwrap();
        assert!(store.state(&id).await.unwrap().is_some());
    });
}

/// The connections to a proxy, to be cut.
type Open = Arc<Mutex<Vec<TcpStream>>>;

/// Forwards every connection of a listener to the server of this URL.
fn forward_all(listener: TcpListener, url: &str) -> Open {
    let (open, server) = (
        Open::default(),
        url.trim_start_matches("redis://").to_owned(),
    );
    let opened = Arc::clone(&open);
    thread::spawn(move || {
        for client in listener.incoming() {
            let client = client.unwrap();
            opened.lock().unwrap().push(client.try_clone().unwrap());
            forward(client, TcpStream::connect(&server).unwrap());
        }
    });
    open
}

fn forward(client: TcpStream, server: TcpStream) {
    let ends = [
        (client.try_clone().unwrap(), server.try_clone().unwrap()),
        (server, client),
    ];
    for (mut from, mut to) in ends {
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = from.read(&mut buffer) {
                if to.write_all(&buffer[..length]).is_err() {
                    break;
                }
            }
            to.shutdown(Shutdown::Both).ok();
        });
    }
}

#[test]
fn a_session_survives_the_loss_of_the_connection_to_redis() {
    run(|keys| async move {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let open = forward_all(listener, &keys.url);
        let store = RedisSessions::open(&format!("redis://{address}"))
            .unwrap()
            .prefix(&keys.prefix);
        let id = SessionId::of_sid("one");
        store.start(&session(id, OWNER)).await.unwrap();
        for connection in open.lock().unwrap().drain(..) {
            connection.shutdown(Shutdown::Both).ok();
        }
        // The first requests may find the old connection, and are then answered with an error.
        let mut attempts = 0;
        let spent = loop {
            match store.spend(&id, &spending(0, 0)).await {
                Ok(spent) => break spent,
                Err(error) => {
                    attempts += 1;
                    assert!(attempts < 50, "{error}");
                    tokio::task::yield_now().await;
                }
            }
        };
        assert!(matches!(spent, Spent::Successor(_)), "{spent:?}");
    });
}

#[cfg(feature = "base")]
#[test]
fn one_of_64_refreshes_at_two_instances_makes_the_successor_in_redis() {
    run(|keys| async move { crate::session_life::shared::race(keys.store()).await });
}
