use super::Endpoint;

#[track_caller]
fn check(url: &str, is_good: bool) {
    assert_eq!(Endpoint::parse(url).is_ok(), is_good, "{url}");
}

#[test]
fn http_is_for_this_machine() {
    check("https://login.example.com/realms/app", true);
    check("http://127.0.0.1:8080/keys", true);
    check("http://127.8.9.1/keys", true);
    check("http://[::1]:8080/keys", true);
    check("http://localhost/keys", true);
    check("http://keycloak.localhost:8080/keys", true);
    check("http://login.example.com/keys", false);
    check("http://localhost.example.com/keys", false);
    check("http://127.0.0.1.example.com/keys", false);
    check("http://10.0.0.1/keys", false);
    check("file:///etc/keys", false);
    check("https://user@login.example.com", false);
    check("https://:word@login.example.com", false);
    check("https://login.example.com/#keys", false);
    check("login.example.com", false);
    check("", false);
}
