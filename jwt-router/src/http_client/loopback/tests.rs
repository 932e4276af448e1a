use super::*;

async fn resolved(name: &str) -> Vec<SocketAddr> {
    let addresses = Resolver.resolve(name.parse().unwrap()).await;
    addresses.unwrap().collect()
}

// RFC 6761, section 6.3: `/etc/hosts` and DNS are not consulted.
#[tokio::test]
async fn names_of_this_machine_have_loopback_addresses_only() {
    for name in ["localhost", "LOCALHOST", "keycloak.localhost"] {
        let addresses = resolved(name).await;
        assert_eq!(addresses.len(), 2, "{name}");
        assert!(addresses.iter().all(|found| found.ip().is_loopback()));
    }
}

#[test]
fn a_name_that_only_looks_like_localhost_is_another_machine() {
    for host in [
        "localhost.example.com",
        "notlocalhost",
        "localhost.",
        "127.0.0.1.example.com",
        "128.0.0.1",
        "[::ffff:127.0.0.1]",
        "[fe80::1]",
        "",
    ] {
        assert!(!is_loopback(host), "{host}");
    }
}
