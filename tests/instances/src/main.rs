//! One instance of a program whose sessions are in a store that its instances share.
//!
//! The tests start it as a process. It prints its address, and ends when its input ends, so that it does not outlive a
//! test that was killed. `settings.rs` has what it reads from the environment.

mod routes;
mod settings;

use std::{error::Error, io::Read as _, net::Ipv4Addr, thread};

use jwt_router::JwtRoutes;
use tokio::{net::TcpListener, sync::oneshot};

use crate::settings::Settings;

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<(), Box<dyn Error>> {
    let input = end_of_input();
    let settings = Settings::from_env()?;
    let jwt = JwtRoutes::from_env()?
        .entity::<routes::User>(routes::users())
        .check_sessions(settings.check)
        .replay_window(settings.replay_window);
    let app = settings.store.give_to(jwt).await?.build()?.app().build()?;

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    print(&listener.local_addr()?.to_string());
    tokio::select! {
        served = async { axum::serve(listener, app).await } => served?,
        _ = input => {}
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the test reads it")]
fn print(address: &str) {
    println!("{address}");
}

/// Returns a future that is over when the input has ended.
fn end_of_input() -> oneshot::Receiver<()> {
    let (ended, end) = oneshot::channel();
    // Tokio would wait for its own reader of the input before the process can end.
    thread::spawn(move || {
        let ignored = std::io::stdin().read_to_end(&mut Vec::new());
        drop(ignored);
        ended.send(())
    });
    end
}
