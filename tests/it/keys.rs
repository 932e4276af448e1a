//! Keys that are no numbers.

use jwt_router::{JwtRoutes, MemoryStore, entity, prelude::*};
use jwt_router_tests::{FixedClock, NOW, Refusal, RequestExt as _, SECRET, get};

fn without_store() -> JwtRoutesBuilder {
    JwtRoutes::builder()
        .secret(SECRET)
        .clock(FixedClock::at_unix(NOW))
}

#[entity(table = "devices", key = "serial")]
#[derive(Clone)]
struct Device {
    serial: String,
}

#[protected(GET, "/device", register = false)]
async fn device(g: G<Device>) -> String {
    g.serial.clone()
}

// SECURITY.md, rule 7: the key is typed exactly.
#[test]
fn a_key_may_be_a_text() {
    let odd = "x' or '1'='1\u{0}\"\\\u{1F980}".to_owned();
    let devices = MemoryStore::new([
        Device {
            serial: odd.clone(),
        },
        Device {
            serial: "1".to_owned(),
        },
    ]);
    let jwt = without_store().entity::<Device>(devices).build().unwrap();
    let app = jwt.app_with((), routes![device]).build().unwrap();
    for serial in [odd, "1".to_owned()] {
        let token = jwt.create_token_for::<Device>(&serial).unwrap();
        get("/device")
            .bearer(token.as_str())
            .to(&app)
            .is(200, &serial);
    }
    let number = serde_json::json!({"table_name": "devices", "serial": 1, "exp": NOW + 1});
    let number = jwt_router_tests::forge(&number);
    get("/device")
        .bearer(&number)
        .to(&app)
        .is_refused(Refusal::BadToken);
}
