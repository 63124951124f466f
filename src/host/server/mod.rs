//! The preview: the site on 127.0.0.1, rebuilt as its files change, with findings on top of the page.
//!
//! Every page is made when somebody asks for it, by [`Plan::render`](crate::output::Plan::render), and nothing is
//! written to disk. A rebuild makes another `edition` and puts it in the place of the last; a request keeps the one that
//! it began with. What tells the browser to load a page again is added while answering (`inject`), so no built file
//! contains it.
//!
//! It is no server for the public: it answers one machine, under its own name (`host_guard`), and reads no file by a
//! path that a request names (`files`): a path is looked up in the plan and never reaches the disk.

mod edition;
mod events;
mod files;
mod host_guard;
mod inject;
mod lookout;
mod preview;
mod workshop;

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware;
use axum::response::Response;
use axum::routing::get;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::diag::Diagnostic;
use crate::engine::Build;
use crate::source::{ReadError, Snapshot};

use lookout::Lookout;
use preview::{Cause, Preview};
use workshop::Workshop;

/// The port that is tried first when nobody names one.
pub const DEFAULT_PORT: u16 = 4000;

/// How many ports are tried, from [`DEFAULT_PORT`] on, when nobody names one.
const PORTS_TRIED: u16 = 20;

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The system tells; where it refuses, as [`Mode::Poll`].
    Told,
    /// The files are looked at every second: for disks on the network, whose changes the system doesn't tell.
    Poll,
}

/// Makes the site of a snapshot.
pub type BuildSite = Box<dyn FnMut(Snapshot) -> Result<Build, ReadError> + Send>;

/// Hears what happens.
pub type Tell = Arc<dyn Fn(News<'_>) + Send + Sync>;

/// What is to be previewed, and how.
pub struct Options {
    /// The folder with the settings.
    pub root: PathBuf,
    /// The port: 0 for any that is free, nothing for the first free one from [`DEFAULT_PORT`] on.
    pub port: Option<u16>,
    /// How changes are noticed.
    pub mode: Mode,
    /// Makes the site.
    pub build: BuildSite,
    /// Hears what happens.
    pub tell: Tell,
}

/// What happens while the server runs.
#[derive(Debug)]
pub enum News<'a> {
    /// The site can be seen at this address.
    Serving {
        /// The address of the home page: `http://127.0.0.1:4000/help/`.
        address: String,
    },
    /// The site was built, for the first time or again.
    Built {
        /// How long that took.
        took: Duration,
        /// The files it was made of.
        snapshot: &'a Snapshot,
        /// What was found in them.
        findings: &'a [Diagnostic],
    },
    /// The site could not be built; the last one stays.
    Failed {
        /// Why.
        why: &'a str,
    },
    /// The system would not tell about changes, so files are looked at every second instead.
    Polling {
        /// Why it would not.
        why: String,
    },
}

/// Why there is no preview.
#[derive(Debug)]
pub enum ServeError {
    /// Another program has the port.
    PortTaken(u16),
    /// No port of those that are tried is free.
    NoPort,
    /// The site could not be built.
    Build(String),
    /// The system refused; what was being attempted, and its words.
    System(&'static str, String),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PortTaken(port) => write!(
                f,
                "port {port} of 127.0.0.1 is taken by another program; name another with --port, or --port 0 for any \
                 that is free"
            ),
            Self::NoPort => write!(
                f,
                "the ports {DEFAULT_PORT} to {} of 127.0.0.1 are taken; name another with --port, or --port 0 for any \
                 that is free",
                DEFAULT_PORT + PORTS_TRIED - 1
            ),
            Self::Build(why) => f.write_str(why),
            Self::System(attempt, why) => write!(f, "could not {attempt}: {why}"),
        }
    }
}

impl std::error::Error for ServeError {}

/// Shows the site until Ctrl-C.
///
/// # Errors
/// When the port is taken, the site can't be built for the first time, or the system refuses.
pub fn run(options: Options) -> Result<(), ServeError> {
    let Options { root, port, mode, build, tell } = options;
    let listener = bind(port)?;
    // Watched before it is read, so that nothing changes unseen in between.
    let lookout = Lookout::open(&root, mode, &tell);
    let preview = Preview::open(Workshop::new(root, build), tell).map_err(ServeError::Build)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(refused("start the server"))?;
    let served = runtime.block_on(serve(preview, lookout, listener)).map_err(refused("serve"));
    // Whatever is still being made has nobody left to see it.
    runtime.shutdown_background();
    served
}

fn refused<E: fmt::Display>(attempt: &'static str) -> impl Fn(E) -> ServeError {
    move |error| ServeError::System(attempt, error.to_string())
}

fn bind(port: Option<u16>) -> Result<TcpListener, ServeError> {
    let at = |port| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    let taken = |error: &io::Error| error.kind() == io::ErrorKind::AddrInUse;
    let listen = "listen on 127.0.0.1";
    let Some(port) = port else {
        let mut tried = (DEFAULT_PORT..DEFAULT_PORT + PORTS_TRIED).map(at);
        let usable = tried.find(|bound| !bound.as_ref().is_err_and(taken));
        return usable.ok_or(ServeError::NoPort)?.map_err(refused(listen));
    };
    at(port).map_err(|error| if taken(&error) { ServeError::PortTaken(port) } else { refused(listen)(error) })
}

async fn serve(preview: Preview, lookout: Lookout, listener: TcpListener) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let preview = Arc::new(preview);
    (preview.tell)(News::Serving { address: format!("http://{address}{}", preview.edition().base_path()) });
    let app = router(Arc::clone(&preview), address.port());
    let answering = axum::serve(tokio::net::TcpListener::from_std(listener)?, app);
    // Not ended gracefully: a browser's stream of events has no end to wait for.
    tokio::select! {
        ended = answering => ended,
        () = keep_up(&preview, lookout) => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}

/// Builds the site again after every change, for ever.
async fn keep_up(preview: &Preview, mut lookout: Lookout) {
    loop {
        lookout.change(&preview.tell).await;
        preview.renew(Cause::Change).await;
    }
}

/// The policy that the site has on its host, so that what is stopped there is stopped here, and nothing else.
async fn with_policy(State(preview): State<Arc<Preview>>, mut response: Response) -> Response {
    if let Ok(policy) = HeaderValue::from_str(&preview.edition().policy()) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn router(preview: Arc<Preview>, port: u16) -> Router {
    let header = |name: HeaderName, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    Router::new()
        .route(events::PLACE, get(events::answer))
        .route(inject::SCRIPT_PLACE, get(inject::script))
        .route(inject::STYLE_PLACE, get(inject::style))
        .fallback(get(files::answer))
        .with_state(Arc::clone(&preview))
        .layer(middleware::from_fn_with_state(port, host_guard::check))
        // Editors show pages in a frame of theirs, so there is no word about frames; on a public host there is.
        .layer(middleware::map_response_with_state(preview, with_policy))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::CACHE_CONTROL, "no-store"))
        .layer(header(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
}
