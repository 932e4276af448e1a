//! Proxies of the environment, in processes of their own: the variables of this one are every test's.

use std::{
    env,
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    process::Command,
    sync::{Arc, Mutex},
    thread,
};

use jwt_router::{OidcIssuer, prelude::*};
use jwt_router_tests::{
    Keys, NOW, RequestExt as _, TestIssuer, TestKey, block_on, get, users_only,
};
use serde_json::json;

/// Set in the process that a test starts, which runs the same test.
const CHILD: &str = "TEST_OF_PROXIES";

#[entity(table = "members", key = "subject")]
#[derive(Clone)]
struct Member {
    subject: String,
}

#[protected(GET, "/member", register = false)]
async fn member(g: G<Member>) -> String {
    g.subject.clone()
}

/// A proxy that refuses every request, and records its first line.
struct Proxy {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let recorded = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let line = refuse(stream.unwrap());
                recorded.lock().unwrap().push(line);
            }
        });
        Self { url, requests }
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// Reads the head of a request, and answers 502.
fn refuse(stream: TcpStream) -> String {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    for line in lines {
        if line.is_empty() {
            break;
        }
    }
    let answer = b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    (&stream).write_all(answer).unwrap();
    first
}

/// Runs `work` in another process, where these variables name a proxy; returns the requests that came
/// to the proxy, and whether this is the process that has them.
#[track_caller]
fn behind_proxy(test: &str, variables: &[&str], work: impl FnOnce()) -> Option<Vec<String>> {
    if env::var_os(CHILD).is_some() {
        work();
        return None;
    }
    let proxy = Proxy::start();
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", test, "--nocapture"]).env(CHILD, "1");
    for variable in [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
        "no_proxy",
        "NO_PROXY",
        "REQUEST_METHOD",
    ] {
        child.env_remove(variable);
    }
    for variable in variables {
        child.env(variable, &proxy.url);
    }
    let output = child.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && told.contains("1 passed"),
        "{told}"
    );
    Some(proxy.requests())
}

const ALL: [&str; 6] = [
    "http_proxy",
    "HTTP_PROXY",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
];

/// Checks that no request of `work` comes to a proxy, whichever variables name it.
#[track_caller]
fn is_not_asked(test: &str, work: impl Fn()) {
    for variables in [&ALL[..], &["http_proxy"], &["HTTP_PROXY"], &["all_proxy"]] {
        let requests = behind_proxy(test, variables, &work);
        assert_eq!(requests.unwrap_or_default(), [""; 0], "{variables:?}");
    }
}

/// Asks an application that trusts the issuer with a token of this key.
async fn ask(issuer: OidcIssuer, key: &TestKey, name: &str) -> jwt_router_tests::Answer {
    let mary = Member {
        subject: "mary".to_owned(),
    };
    let jwt = users_only()
        .entity::<Member>(MemoryStore::new([mary]))
        .trusted_issuer(issuer.audience("my-api").entity::<Member>("sub"));
    let jwt = jwt.build().unwrap();
    let app = jwt.app_with((), routes![member]).build().unwrap();
    let claims = json!({"iss": name, "sub": "mary", "aud": "my-api", "exp": NOW + 60});
    get("/member")
        .bearer(&key.sign(&claims))
        .sent_to(&app)
        .await
}

// SECURITY.md, Issuers: a proxy would read and write what plain HTTP carries.
#[test]
fn keys_of_this_machine_do_not_go_through_a_proxy() {
    let test = "proxies::keys_of_this_machine_do_not_go_through_a_proxy";
    is_not_asked(test, || {
        block_on(async {
            let key = TestKey::new("a");
            let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
            let trusted = OidcIssuer::discover(&issuer.url);
            ask(trusted, &key, &issuer.url).await.is(200, "mary");
        });
    });
}

#[test]
fn plain_http_to_a_private_network_does_not_go_through_a_proxy() {
    let test = "proxies::plain_http_to_a_private_network_does_not_go_through_a_proxy";
    is_not_asked(test, || {
        block_on(async {
            let key = TestKey::new("a");
            let mut issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
            // Another address of this machine, which is no loopback address.
            issuer.rename("127.0.0.1", "0.0.0.0");
            let host = issuer.url.trim_start_matches("http://");
            let trusted = OidcIssuer::discover(&issuer.url).insecure_http(host);
            ask(trusted, &key, &issuer.url).await.is(200, "mary");
        });
    });
}

// RFC 6761, section 6.3.
#[test]
fn names_below_localhost_are_this_machine() {
    let test = "proxies::names_below_localhost_are_this_machine";
    is_not_asked(test, || {
        block_on(async {
            let key = TestKey::new("a");
            let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
            for name in ["localhost", "keycloak.localhost"] {
                let url = issuer.url.replace("127.0.0.1", name);
                issuer.document("issuer", &url);
                ask(OidcIssuer::discover(&url), &key, &url)
                    .await
                    .is(200, "mary");
            }
        });
    });
}

#[test]
fn an_https_issuer_on_this_machine_is_reached_without_a_proxy() {
    let test = "proxies::an_https_issuer_on_this_machine_is_reached_without_a_proxy";
    is_not_asked(test, || {
        block_on(async {
            for url in [
                "https://127.0.0.1:9",
                "https://[::1]:9",
                "https://localhost:9",
            ] {
                let answer = ask(OidcIssuer::discover(url), &TestKey::new("a"), url).await;
                assert_eq!(answer.status, 503);
            }
        });
    });
}

#[test]
fn https_goes_through_a_proxy_by_connect() {
    let test = "proxies::https_goes_through_a_proxy_by_connect";
    for variable in ["https_proxy", "ALL_PROXY"] {
        let requests = behind_proxy(test, &[variable], || {
            block_on(async {
                let url = "https://login.example.com";
                let answer = ask(OidcIssuer::discover(url), &TestKey::new("a"), url).await;
                assert_eq!(answer.status, 503);
            });
        });
        let Some(requests) = requests else { return };
        assert_eq!(requests, ["CONNECT login.example.com:443 HTTP/1.1"]);
    }
}

// SECURITY.md, rule 10: the request has the code and the client secret.
#[cfg(all(feature = "google", feature = "testing"))]
#[test]
fn a_code_for_a_provider_on_this_machine_does_not_go_through_a_proxy() {
    use std::time::Duration;

    use jwt_router::{
        EntityField, Google, GoogleLogin, GoogleToken, LoginError, testing::FakeGoogle,
    };

    #[whitelist(POST, "/login", register = false)]
    async fn login(google: Google, login: GoogleLogin) -> Result<GoogleToken, LoginError> {
        google.login(&login.code).await
    }

    let test = "proxies::a_code_for_a_provider_on_this_machine_does_not_go_through_a_proxy";
    is_not_asked(test, || {
        block_on(async {
            let clock = jwt_router_tests::FixedClock::at_unix(NOW);
            let fake = FakeGoogle::builder().clock(clock).start().await.unwrap();
            let mary = Member {
                subject: "mary@gmail.com".to_owned(),
            };
            let members = MemoryStore::new([mary]);
            let email = EntityField::new("subject", |member: &Member| &member.subject);
            let google = fake.google().redirect_uri("https://app.example.com/login");
            let jwt = users_only().entity::<Member>(members.clone()).google(
                google
                    .timeout(Duration::from_secs(5))
                    .entity(email, members),
            );
            let jwt = jwt.build().unwrap();
            let app = jwt.app_with((), routes![login]).build().unwrap();
            let body = json!({"code": fake.code("mary@gmail.com")}).to_string();
            let request = jwt_router_tests::request("POST", "/login").json(&body);
            assert_eq!(request.sent_to(&app).await.status, 200);
        });
    });
}
