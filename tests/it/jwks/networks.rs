//! Issuers in a private network: plain HTTP to one host, and a certificate authority of the network.

use std::sync::Arc;

use jwt_router::{OidcIssuer, prelude::*};
use jwt_router_tests::{Keys, Refusal, SECRET, TestIssuer, TestKey, block_on};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::aws_lc_rs, pki_types::PrivateKeyDer},
};

use super::{Member, ask, claims, trusting};
use crate::log::logged;

/// A certificate authority that no system knows.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut parameters = CertificateParams::default();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = parameters.self_signed(&key).unwrap().pem();
        let issuer = Issuer::new(parameters, key);
        Self { pem, issuer }
    }

    /// What accepts TLS connections as this host.
    fn server(&self, host: &str) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let parameters = CertificateParams::new([host.to_owned()]).unwrap();
        let certificate = parameters.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}

/// Puts TLS before an issuer, whose host is `localhost` from then on.
async fn protect(issuer: &mut TestIssuer, acceptor: TlsAcceptor) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let plain = issuer.url.trim_start_matches("http://").to_owned();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let (acceptor, plain) = (acceptor.clone(), plain.clone());
            tokio::spawn(async move {
                if let Ok(mut protected) = acceptor.accept(stream).await {
                    let mut plain = TcpStream::connect(plain).await.unwrap();
                    drop(copy_bidirectional(&mut protected, &mut plain).await);
                }
            });
        }
    });
    let url = issuer.url.clone();
    issuer.rename(&url, &format!("https://localhost:{port}"));
}

/// The answer to a good token of an issuer with a certificate of this host, which is trusted like this.
fn answer(
    host: &str,
    trust: impl FnOnce(OidcIssuer, &Authority) -> OidcIssuer,
) -> jwt_router_tests::Answer {
    block_on(async {
        let key = TestKey::new("a");
        let authority = Authority::new();
        let mut issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        protect(&mut issuer, authority.server(host)).await;
        let app = trusting(trust(OidcIssuer::discover(&issuer.url), &authority));
        ask(&app, &key.sign(&claims(&issuer))).await
    })
}

#[test]
fn the_authority_of_a_private_network_is_trusted_by_its_certificate() {
    answer("localhost", |issuer, authority| {
        issuer.root_certificate(&authority.pem)
    })
    .is(200, "mary");
}

/// Checks that keys are not fetched over such a connection, and how the log says it.
#[track_caller]
fn check_untrusted(
    host: &str,
    trust: impl FnOnce(OidcIssuer, &Authority) -> OidcIssuer,
    words: &str,
) {
    let log = logged(|| answer(host, trust).is_refused(Refusal::Unavailable));
    let event = log
        .iter()
        .find(|event| event["target"] == "jwt_router::issuer::refresh")
        .unwrap();
    let error = event["fields"]["error"].as_str().unwrap();
    let expected = format!("its certificate is not trusted: {words}");
    assert!(error.starts_with(&expected), "{error}");
}

#[test]
fn a_certificate_that_is_not_trusted_is_logged_as_such() {
    let unknown = "no authority that is trusted here has signed it";
    check_untrusted("localhost", |issuer, _| issuer, unknown);
    let other = |issuer: OidcIssuer, _: &Authority| issuer.root_certificate(Authority::new().pem);
    check_untrusted("localhost", other, unknown);
    let trusted =
        |issuer: OidcIssuer, authority: &Authority| issuer.root_certificate(&authority.pem);
    check_untrusted("login.example.com", trusted, "it is another host's");
}

/// An issuer that listens on an address of this machine which is no loopback address.
async fn elsewhere(key: &TestKey) -> (TestIssuer, String) {
    let mut issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
    issuer.rename("127.0.0.1", "0.0.0.0");
    let host = issuer.url.trim_start_matches("http://").to_owned();
    (issuer, host)
}

#[test]
fn plain_http_is_for_the_host_that_is_named() {
    block_on(async {
        let key = TestKey::new("a");
        let (issuer, host) = elsewhere(&key).await;
        let app = trusting(OidcIssuer::discover(&issuer.url).insecure_http(&host));
        ask(&app, &key.sign(&claims(&issuer))).await.is(200, "mary");
        // Keys of another host, and of another port.
        for url in ["http://192.0.2.1/keys", "http://0.0.0.0/keys"] {
            issuer.document("jwks_uri", url);
            let app = trusting(OidcIssuer::discover(&issuer.url).insecure_http(&host));
            let answer = ask(&app, &key.sign(&claims(&issuer))).await;
            answer.is_refused(Refusal::Unavailable);
        }
    });
}

#[test]
fn the_start_warns_of_plain_http() {
    let log = logged(|| {
        let issuer = OidcIssuer::discover("http://keycloak:8080/realms/app");
        drop(trusting(issuer.insecure_http("keycloak:8080")));
    });
    let warnings: Vec<_> = log
        .iter()
        .filter(|event| event["fields"]["host"] == "keycloak:8080")
        .collect();
    let [warning] = warnings[..] else {
        panic!("{log:?}");
    };
    assert_eq!(warning["level"], "WARN");
    assert_eq!(
        warning["fields"]["issuer"],
        "http://keycloak:8080/realms/app"
    );
}

#[track_caller]
fn check_problem(configure: impl FnOnce(OidcIssuer) -> OidcIssuer, words: &str) {
    let issuer = configure(OidcIssuer::discover("http://keycloak:8080/realms/app"));
    let issuer = issuer.audience("my-api").entity::<Member>("sub");
    let error = JwtRoutes::builder()
        .secret(SECRET)
        .trusted_issuer(issuer)
        .build();
    let error = error.unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
}

#[test]
fn hosts_and_certificates_are_checked_at_the_start() {
    check_problem(|issuer| issuer, "`.insecure_http(\"host:port\")` names");
    check_problem(
        |issuer| issuer.insecure_http("keycloak"),
        "`.insecure_http(\"host:port\")` names",
    );
    check_problem(
        |issuer| issuer.insecure_http("http://keycloak:8080"),
        "`http://keycloak:8080` is not a host with its port, such as `keycloak:8080`",
    );
    for pem in [
        "",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    ] {
        check_problem(
            |issuer| issuer.root_certificate(pem),
            "a root certificate is no PEM text",
        );
    }
    let good = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (pem, words) in [
        (
            format!("\u{feff}{good}{good}"),
            "begins with a byte order mark",
        ),
        (good.replace('\n', "\\n"), "has a backslash and an `n`"),
        (good.replace('\n', " "), "is on one line"),
        (format!("  {good}"), "is indented"),
        (format!("CA={good}"), "has other text before `-----BEGIN`"),
    ] {
        let words = format!("a root certificate {words}");
        check_problem(|issuer| issuer.root_certificate(&pem), &words);
    }
    let empty = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    check_problem(
        |issuer| {
            issuer
                .insecure_http("keycloak:8080")
                .root_certificate(empty)
        },
        "no HTTPS client can be made",
    );
}

// OpenID Connect Discovery 1.0, section 4.3.
#[test]
fn the_log_has_both_spellings_of_an_issuer() {
    let mut url = String::new();
    let log = logged(|| {
        block_on(async {
            let key = TestKey::new("a");
            let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
            url.clone_from(&issuer.url);
            issuer.document("issuer", &format!("{url}/"));
            let app = trusting(OidcIssuer::discover(&issuer.url));
            let answer = ask(&app, &key.sign(&claims(&issuer))).await;
            answer.is_refused(Refusal::Unavailable);
        });
    });
    let event = log
        .iter()
        .find(|event| event["target"] == "jwt_router::issuer::refresh")
        .unwrap();
    let error = event["fields"]["error"].as_str().unwrap();
    let expected = format!("names the issuer `{url}/`, and `{url}` is configured");
    assert!(error.contains(&expected), "{error}");
}
