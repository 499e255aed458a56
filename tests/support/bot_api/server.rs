//! HTTP: connections, addresses, bodies.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::extract::{Request as HttpRequest, State as Extracted};
use axum::http::{Response, header};
use axum::serve::{IncomingStream, Listener};
use serde_json::{Map, Value};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::reply::Reply;
use super::script::{Fault, Script, take};
use super::spec::Spec;
use super::state::{Request, State};
use super::{Options, extras, limits, methods, polling};

/// Larger bodies are refused, in bytes.
const BODY_LIMIT: usize = 8 << 20;

/// What all requests share.
pub(super) struct Shared {
    pub(super) options: Options,
    pub(super) spec: Option<&'static Spec>,
    pub(super) changes: watch::Sender<u64>,
    pub(super) in_flight: Arc<Gauge>,
    pub(super) connections: Arc<Gauge>,
    down: AtomicBool,
    state: Mutex<State>,
    script: Mutex<Script>,
}

impl Shared {
    pub(super) fn new(options: Options) -> Self {
        Self {
            state: Mutex::new(State::new(&options)),
            options,
            spec: Spec::load(),
            changes: watch::Sender::new(0),
            in_flight: Arc::default(),
            connections: Arc::default(),
            down: AtomicBool::new(false),
            script: Mutex::default(),
        }
    }

    /// Changes the state and wakes whoever waits for a change.
    pub(super) fn with<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        let result = f(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.changes.send_modify(|n| *n += 1);
        result
    }

    /// Reads the state.
    pub(super) fn read<T>(&self, f: impl FnOnce(&State) -> T) -> T {
        f(&self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn is_down(&self) -> bool {
        self.down.load(Ordering::SeqCst)
    }

    /// Makes the server unreachable or reachable again.
    pub(super) fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::SeqCst);
        self.changes.send_modify(|n| *n += 1);
    }

    pub(super) fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts what happens at the same time.
#[derive(Debug, Default)]
pub(super) struct Gauge {
    now: AtomicUsize,
    highest: AtomicUsize,
}

impl Gauge {
    pub(super) fn now(&self) -> usize {
        self.now.load(Ordering::SeqCst)
    }

    pub(super) fn highest(&self) -> usize {
        self.highest.load(Ordering::SeqCst)
    }

    fn enter(self: &Arc<Self>) -> Entered {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.highest.fetch_max(now, Ordering::SeqCst);
        Entered(Arc::clone(self))
    }
}

struct Entered(Arc<Gauge>);

impl Drop for Entered {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::SeqCst);
    }
}

pub(super) async fn bind(port: u16) -> TcpListener {
    TcpListener::bind(("127.0.0.1", port)).await.expect("a port on the loopback interface")
}

pub(super) fn run(listener: TcpListener, shared: Arc<Shared>) -> (SocketAddr, JoinHandle<()>) {
    let address = listener.local_addr().expect("an address");
    let connections = Connections { listener, shared: Arc::clone(&shared) };
    let app = Router::new().fallback(handle).with_state(shared).into_make_service_with_connect_info::<Scissors>();
    let task = tokio::spawn(async move {
        axum::serve(connections, app).await.expect("serves for ever");
    });
    (address, task)
}

async fn handle(
    Extracted(shared): Extracted<Arc<Shared>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: HttpRequest,
) -> Response<Body> {
    if shared.is_down() {
        scissors.cut();
        return Reply::Cut.into_response();
    }
    let polling = request.uri().path().to_ascii_lowercase().ends_with("/getupdates");
    let flight = (!polling).then(|| shared.in_flight.enter());
    // On a task of its own: what has arrived takes effect even when the sender dies meanwhile.
    let working = tokio::spawn(async move {
        let _flight = flight;
        answer(shared, request).await
    });
    let reply = working.await.unwrap_or_else(|panic| {
        // The panic's own message is on standard error.
        Reply::error(500, format!("the test server failed: {panic}"))
    });
    if matches!(reply, Reply::Cut) {
        scissors.cut();
    }
    reply.into_response()
}

async fn answer(shared: Arc<Shared>, http: HttpRequest) -> Reply {
    let path = http.uri().path().to_owned();
    if let Some((token, file)) = path.strip_prefix("/file/bot").and_then(|rest| rest.split_once('/')) {
        let bytes = shared.read(|s| s.extras.files.get(file).cloned()).filter(|_| token == shared.options.token);
        return bytes.map_or_else(|| Reply::error(404, "Not Found"), Reply::File);
    }
    let Some((token, method)) = path.strip_prefix("/bot").and_then(|rest| rest.split_once('/')) else {
        return Reply::error(404, "Not Found");
    };
    let (method, known) = match shared.spec {
        Some(spec) => spec.name(method).map_or((method, false), |name| (name, true)),
        None => (methods::name(method).unwrap_or(method), true),
    };
    let (params, complaint) = read(http).await;
    let params = match shared.spec {
        Some(spec) => spec.coerce(method, params),
        None => methods::coerce(params),
    };
    let request = shared.with(|s| s.arrived(method, params));
    let authorized = token == shared.options.token;
    let reply = if !authorized {
        Reply::error(401, "Unauthorized")
    } else if let Some(complaint) = complaint {
        shared.with(|s| s.violation(&request, &complaint));
        Reply::bad_request(complaint)
    } else {
        work(&shared, &request, known).await
    };
    shared.with(|s| s.answered(&request, reply.status()));
    reply
}

/// Hooks, faults, checks and the method itself.
async fn work(shared: &Shared, request: &Request, known: bool) -> Reply {
    let hooks = take(&mut shared.script().before, request);
    for hook in hooks {
        hook(request.clone()).await;
    }
    let faults = shared.script().faults(request);
    let complaints = check(shared, request, known);
    for fault in &faults {
        if let Fault::Delay(time) = fault {
            tokio::time::sleep(*time).await;
        } else if let Some(reply) = fault.instead() {
            return reply;
        }
    }
    let reply = match complaints {
        Some(reply) => reply,
        None if request.method == "getUpdates" => polling::get_updates(shared, request).await,
        None => shared.with(|s| methods::act(s, request)),
    };
    let hooks = take(&mut shared.script().after, request);
    for hook in hooks {
        hook(request.clone()).await;
    }
    if faults.contains(&Fault::DropAfter) { Reply::Cut } else { reply }
}

/// Compares the request with the specification and the prose limits; the answer when it is to be refused.
fn check(shared: &Shared, request: &Request, known: bool) -> Option<Reply> {
    if !known {
        shared.with(|s| s.violation(request, "method not found"));
        return Some(Reply::error(404, "Not Found: method not found"));
    }
    let unspecified = shared.spec.map(|spec| spec.check(request)).unwrap_or_default();
    if let Some(first) = unspecified.first() {
        shared.with(|s| unspecified.iter().for_each(|why| s.violation(request, why)));
        return Some(Reply::bad_request(first));
    }
    let findings = limits::check(request);
    shared.with(|s| findings.noted.iter().for_each(|why| s.violation(request, why)));
    findings.refused.map(Reply::bad_request)
}

/// The parameters from the query and from a JSON or form body, and what is wrong with the body.
async fn read(http: HttpRequest) -> (Map<String, Value>, Option<String>) {
    let mut params = Map::new();
    let form = |bytes: &[u8], params: &mut Map<String, Value>| {
        let pairs = url::form_urlencoded::parse(bytes).into_owned();
        params.extend(pairs.map(|(name, value)| (name, Value::String(value))));
    };
    form(http.uri().query().unwrap_or_default().as_bytes(), &mut params);
    let content_type = http.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
    let Ok(body) = to_bytes(http.into_body(), BODY_LIMIT).await else {
        return (params, Some("the body broke off or is too large".to_owned()));
    };
    if body.is_empty() {
        return (params, None);
    }
    if content_type.starts_with("application/x-www-form-urlencoded") {
        form(&body, &mut params);
    } else if content_type.starts_with("multipart/form-data") {
        match extras::multipart(&content_type, &body) {
            Some(fields) => params.extend(fields),
            None => return (params, Some("the multipart body cannot be read".to_owned())),
        }
    } else if content_type.starts_with("application/json") {
        match serde_json::from_slice(&body) {
            Ok(Value::Object(fields)) => params.extend(fields.into_iter().filter(|(_, value)| !value.is_null())),
            Ok(_) => return (params, Some("the body is no JSON object".to_owned())),
            Err(e) => return (params, Some(format!("the body is no JSON: {e}"))),
        }
    } else {
        return (params, Some(format!("the content type '{content_type}' is not known to this test server")));
    }
    (params, None)
}

/// Accepts connections that can be cut.
struct Connections {
    listener: TcpListener,
    shared: Arc<Shared>,
}

impl Listener for Connections {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        loop {
            let (stream, address) = Listener::accept(&mut self.listener).await;
            if self.shared.is_down() {
                continue;
            }
            stream.set_nodelay(true).ok();
            return (
                Connection { stream, scissors: Scissors::default(), _open: self.shared.connections.enter() },
                address,
            );
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// Cuts the connection it belongs to: nothing more is written to it.
#[derive(Debug, Clone, Default)]
struct Scissors(Arc<AtomicBool>);

impl Scissors {
    fn cut(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Connected<IncomingStream<'_, Connections>> for Scissors {
    fn connect_info(stream: IncomingStream<'_, Connections>) -> Self {
        stream.io().scissors.clone()
    }
}

struct Connection {
    stream: TcpStream,
    scissors: Scissors,
    _open: Entered,
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        if self.scissors.0.load(Ordering::SeqCst) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
