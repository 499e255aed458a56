//! Misbehaviour on demand: faults and hooks, each for one request or by a rule.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::Request;
use super::reply::Reply;

/// Which request, counted from the server's start and from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// The n-th request of all.
    Overall(usize),
    /// The n-th request of a method, named as in the documentation (`sendMessage`).
    Call(&'static str, usize),
}

impl At {
    fn is(&self, request: &Request) -> bool {
        match self {
            At::Overall(n) => request.number == *n,
            At::Call(method, n) => request.method == *method && request.nth == *n,
        }
    }
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The request takes effect later.
    Delay(Duration),
    /// 429, without effect.
    TooManyRequests {
        /// Seconds.
        retry_after: u64,
    },
    /// 502 with a page of HTML, without effect.
    BadGateway,
    /// 200 with a body that is no JSON, without effect.
    NotJson,
    /// Any error in Telegram's form, without effect.
    Error {
        /// HTTP status and `error_code`.
        code: u16,
        /// `description`.
        description: &'static str,
    },
    /// The connection breaks, without effect.
    DropBefore,
    /// The request takes effect, then the connection breaks.
    DropAfter,
}

impl Fault {
    /// The answer that replaces the method's effect.
    pub(super) fn instead(&self) -> Option<Reply> {
        match self {
            Fault::Delay(_) | Fault::DropAfter => None,
            Fault::TooManyRequests { retry_after } => Some(Reply::too_many_requests(*retry_after)),
            Fault::BadGateway => Some(Reply::Raw {
                code: 502,
                content_type: "text/html",
                body: "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>\r\n",
            }),
            Fault::NotJson => Some(Reply::Raw { code: 200, content_type: "text/plain", body: "everything is fine" }),
            Fault::Error { code, description } => Some(Reply::error(*code, *description)),
            Fault::DropBefore => Some(Reply::Cut),
        }
    }
}

pub(super) type Hook = Box<dyn FnOnce(Request) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send>;
type Rule = Arc<dyn Fn(&Request) -> Option<Fault> + Send + Sync>;

/// All that is planned.
#[derive(Default)]
pub(super) struct Script {
    pub(super) faults: Vec<(At, Fault)>,
    pub(super) rules: Vec<Rule>,
    pub(super) before: Vec<(At, Hook)>,
    pub(super) after: Vec<(At, Hook)>,
}

impl Script {
    /// What goes wrong with this request, in order.
    pub(super) fn faults(&self, request: &Request) -> Vec<Fault> {
        let planned = self.faults.iter().filter(|(at, _)| at.is(request)).map(|(_, fault)| fault.clone());
        planned.chain(self.rules.iter().filter_map(|rule| rule(request))).collect()
    }
}

/// Takes the hooks for this request out of the plan.
pub(super) fn take(hooks: &mut Vec<(At, Hook)>, request: &Request) -> Vec<Hook> {
    hooks.extract_if(.., |(at, _)| at.is(request)).map(|(_, hook)| hook).collect()
}
