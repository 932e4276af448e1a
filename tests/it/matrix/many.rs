//! A matrix is quick enough to be run with every test.

use std::time::{Duration, Instant};

use super::*;

macro_rules! hundred {
    ($module:ident $method:ident) => {
        hundred! {
            $module $method:
            r00 r01 r02 r03 r04 r05 r06 r07 r08 r09 r10 r11 r12 r13 r14 r15 r16 r17 r18 r19
            r20 r21 r22 r23 r24 r25 r26 r27 r28 r29 r30 r31 r32 r33 r34 r35 r36 r37 r38 r39
            r40 r41 r42 r43 r44 r45 r46 r47 r48 r49 r50 r51 r52 r53 r54 r55 r56 r57 r58 r59
            r60 r61 r62 r63 r64 r65 r66 r67 r68 r69 r70 r71 r72 r73 r74 r75 r76 r77 r78 r79
            r80 r81 r82 r83 r84 r85 r86 r87 r88 r89 r90 r91 r92 r93 r94 r95 r96 r97 r98 r99
        }
    };
    ($module:ident $method:ident: $($name:ident)*) => {
        mod $module {
            use super::*;

            $(hundred!(handler $method $name);)*

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

hundred!(read GET);
hundred!(write POST);

#[test]
fn two_hundred_routes_take_less_than_a_second() {
    let app = app(read::routes().and(write::routes()));
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
