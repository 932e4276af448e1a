//! What a guard adds to one request: ours beside its peers, in process, interleaved in one run.
//!
//! ```sh
//! cargo run --release --manifest-path benches/Cargo.toml --bin guard
//! ```

mod allocations;
mod axum_jwt_auth;
mod bare;
mod case;
mod contender;
mod from_fn;
mod in_process;
mod instructions;
mod jwt_authorizer;
mod ours;
mod report;
mod rounds;

use jwt_router_benches::options::Options;

use crate::allocations::CountingAllocator;
use crate::case::Case;
use crate::contender::Contender;

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

fn main() {
    let options = Options::from_args(
        &["--rounds", "--requests", "--only", "--case"],
        &["--instructions"],
    );
    let rounds = options.number("--rounds", 60);
    let requests = options.number("--requests", 2_000);

    let contenders = contenders();
    if let Some(name) = options.text("--case") {
        let contender = &contenders[options.number("--only", 0)];
        contender.app.batch(Case::named(name), requests);
        return;
    }
    for contender in &contenders {
        contender.verify();
    }
    if options.is_set("--instructions") {
        println!("{}", instructions::table(&contenders));
        return;
    }
    let results = rounds::run(&contenders, &Case::ALL, rounds, requests);
    println!("{}", report::accepted(&contenders, &results));
    println!("{}", report::refused(&contenders, &results));
    println!(
        "Medians of {rounds} rounds of {requests} requests, CPU time of the thread; \
         what is added is the median difference from bare axum of the same round."
    );
    println!("{}", report::verdict(&contenders, &results));
}

/// Everything that is measured, in the table's order.
fn contenders() -> Vec<Contender> {
    let mut contenders = vec![bare::axum_08(), bare::axum_07()];
    contenders.extend(ours::contenders());
    contenders.extend([
        from_fn::contender(),
        from_fn::with_our_response(),
        axum_jwt_auth::contender(),
        jwt_authorizer::contender(),
    ]);
    contenders
}
