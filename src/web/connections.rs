//! Connections: so many at the same time, each for so long.
//!
//! A head that does not come, a body that is not read and a connection that idles all end by the clock, so slow clients
//! cannot hold the server.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

use super::Options;

/// Heads with more fields are refused.
const FIELDS: usize = 64;
/// How long requests under way are waited for at the end.
const LAST: Duration = Duration::from_secs(5);
/// Pause after a failed accept: mostly there are too many open files, and trying at once does not help.
const PAUSE: Duration = Duration::from_millis(100);

/// Who is at the other end of the connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub SocketAddr);

/// Serves until `shutdown` is done, then waits a little for requests under way.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    options: &Options,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(Duration::from_millis(options.head_timeout_ms))
        .max_buf_size(options.head_limit)
        .max_headers(FIELDS);
    let room = Arc::new(Semaphore::new(options.connections));
    let life = Duration::from_millis(options.connection_ms);
    let graceful = GracefulShutdown::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = async {
            // The semaphore is never closed.
            let place = Arc::clone(&room).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let served = graceful.watch(connection(&http, stream, peer, router.clone()));
                tokio::spawn(async move {
                    // An error is the client's: it went away, or sent what is no HTTP.
                    _ = tokio::time::timeout(life, served).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::debug!(%error, "a connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    // Who has not finished by then is cut off.
    _ = tokio::time::timeout(LAST, graceful.shutdown()).await;
    Ok(())
}

fn connection(
    http: &http1::Builder,
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
) -> impl hyper_util::server::graceful::GracefulConnection + use<> {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        router.clone().oneshot(request)
    });
    http.serve_connection(TokioIo::new(stream), service)
}
