//! The tokens of Kubernetes service accounts, as a projected volume has them.

use jwt_router::{EntityField, MemoryStore};

use super::*;

/// The issuer of a cluster that configures no other.
const ISSUER: &str = "https://kubernetes.default.svc.cluster.local";
pub(super) const SUBJECT: &str = "system:serviceaccount:shop:orders";

fn claims() -> Value {
    json!({
        "aud": ["my-api"], "exp": NOW + 3607, "iat": NOW, "jti": "b8f3fd3f-3a0e-4b5c-9c1e-0f4b7c8a5d21",
        "kubernetes.io": {
            "namespace": "shop",
            "node": {"name": "worker-1", "uid": "0f4b7c8a-5d21-4b5c-9c1e-b8f3fd3f3a0e"},
            "pod": {"name": "orders-5d9c7b8f6-x2x8q", "uid": "43838af7-a9d2-4f85-bf94-3d3f0a1b2c3d"},
            "serviceaccount": {"name": "orders", "uid": "14ee3fa4-a7e2-420f-9f9a-dbc4507c3798"},
        },
        "nbf": NOW, "sub": SUBJECT,
    })
}

#[test]
fn kubernetes() {
    check(
        configurations::kubernetes,
        None,
        &claims(),
        [200, 403, 403],
        &[
            // The token that every pod has by default is for the API server of the cluster.
            (None, json!({"aud": [ISSUER]})),
            (None, json!({"aud": null})),
            (None, json!({"sub": "system:serviceaccount:other:orders"})),
            (None, json!({"exp": NOW - 120})),
        ],
    );
}

#[test]
fn the_namespace_of_a_service_account_can_be_a_role() {
    let configure: fn(&str) -> OidcIssuer =
        |issuer| configurations::kubernetes(issuer).roles_at("/kubernetes.io/namespace");
    let expected = [200, 403, 403];
    check(configure, None, &claims(), expected, &[]);
    let mut admin = claims();
    admin["kubernetes.io"]["namespace"] = json!("admin");
    check(configure, None, &admin, [200, 200, 403], &[]);
}

/// A program in the cluster, whose roles the store knows.
#[entity(table = "workloads", roles = Self::roles)]
#[derive(Clone)]
struct Workload {
    id: i64,
    identity: String,
    roles: Vec<&'static str>,
}

impl Workload {
    fn new(id: i64, account: &str, roles: &[&'static str]) -> Self {
        Self {
            id,
            identity: format!("{ISSUER} system:serviceaccount:{account}"),
            roles: roles.to_vec(),
        }
    }

    fn roles(&self) -> &[&'static str] {
        &self.roles
    }
}

#[protected(GET, "/orders", register = false)]
async fn orders(g: G<Workload>) -> String {
    g.id.to_string()
}

#[protected(GET, "/refunds", role = "refunds", register = false)]
async fn refunds(g: G<Workload>) -> String {
    g.id.to_string()
}

#[test]
fn a_service_account_is_an_entity_with_roles_of_its_own() {
    block_on(async {
        let key = rs256();
        let published = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let workloads = MemoryStore::new([
            Workload::new(1, "shop:orders", &["refunds"]),
            Workload::new(2, "shop:mails", &[]),
        ]);
        let identity = EntityField::new("identity", |workload: &Workload| &workload.identity);
        let issuer = OidcIssuer::jwks(ISSUER, format!("{}/openid/v1/jwks", published.url))
            .audience("my-api")
            .entity_by_subject(identity, workloads.clone());
        let jwt = users_only()
            .entity::<Workload>(workloads)
            .trusted_issuer(issuer)
            .build()
            .unwrap();
        let app = jwt.app_with((), routes![orders, refunds]);
        let app = app.build().unwrap();
        for (account, expected) in [
            ("shop:orders", [200, 200]),
            ("shop:mails", [200, 403]),
            ("mall:orders", [401, 401]),
        ] {
            let subject = format!("system:serviceaccount:{account}");
            let claims = changed(&claims(), json!({"iss": ISSUER, "sub": subject}));
            let token = key.sign(&claims);
            for (path, expected) in ["/orders", "/refunds"].into_iter().zip(expected) {
                let answer = get(path).bearer(&token).sent_to(&app).await;
                assert_eq!(answer.status, expected, "{path} {account}");
            }
        }
    });
}
