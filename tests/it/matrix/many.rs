//! A matrix is quick enough to be run with every test.

use std::time::{Duration, Instant};

use super::*;

macro_rules! fifty {
    ($module:ident $method:ident) => {
        fifty! {
            $module $method:
            r00 r01 r02 r03 r04 r05 r06 r07 r08 r09 r10 r11 r12 r13 r14 r15 r16 r17 r18 r19 r20 r21 r22 r23 r24
            r25 r26 r27 r28 r29 r30 r31 r32 r33 r34 r35 r36 r37 r38 r39 r40 r41 r42 r43 r44 r45 r46 r47 r48 r49
        }
    };
    ($module:ident $method:ident: $($name:ident)*) => {
        mod $module {
            use super::*;

            $(fifty!(handler $method $name);)*

            pub(super) fn routes() -> Routes<()> {
                routes![$($name),*]
            }
        }
    };
    // A name is a path too.
    (handler $method:ident $name:ident) => {
        #[protected($method, register = false)]
        async fn $name(_g: G<User>) -> &'static str {
            "in"
        }
    };
}

fifty!(read GET);
fifty!(create POST);
fifty!(replace PUT);
fifty!(remove DELETE);

#[test]
fn two_hundred_routes_take_less_than_a_second() {
    let routes = read::routes().and(create::routes());
    let routes = routes.and(replace::routes()).and(remove::routes());
    let app = app(routes);
    assert_eq!(app.policy().routes().len(), 200);
    // Whoever else is at work on this machine takes time from one run, hardly from all.
    let quickest = (0..5).map(|_| {
        let begin = Instant::now();
        let grid = run(everybody(authz_matrix!(app)));
        assert!(grid.requests() > 2000);
        begin.elapsed()
    });
    let quickest = quickest.min().unwrap();
    assert!(quickest < Duration::from_secs(1), "{quickest:?}");
}
