//! The database in memory, which ends with its only connection.

use axum::http::StatusCode;
use tokio::task::yield_now;

use crate::service::Service;

#[tokio::test]
async fn clients_that_disconnect_do_not_delete_the_database() {
    let service = Service::start().await;
    let mut ada = service.registered("ada").await;
    for moment in 0..1000 {
        // As hyper drops the request of a client that disconnects, wherever it is then.
        let disconnected = async {
            for _ in 0..moment {
                yield_now().await;
            }
        };
        tokio::select! {
            _ = ada.send("GET", "/api/v1/devices", "") => {}
            () = disconnected => {}
        }
    }
    assert_eq!(ada.status().await, StatusCode::OK);
}
