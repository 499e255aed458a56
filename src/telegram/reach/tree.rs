//! Which request is dealt with where: a handler tree like that of the conversation.
//!
//! The dependencies are an `Arc<`[`Desk`]`>` and a [`Case`]; the outcome is a list of [`Deed`]s.

use std::ops::ControlFlow;
use std::sync::Arc;

use dptree::{Handler, deps};

use super::deed::Deed;
use super::request::{Order, Press, Request};
use super::{Case, Desk, adding, admin, curators, follow, groups, inline, privacy};
use crate::telegram::worker::Stuck;

type Done = Result<Vec<Deed>, Stuck>;

/// The tree.
pub(super) fn tree() -> Handler<'static, Done> {
    dptree::entry()
        .branch(dptree::filter(|case: Case| matches!(case.request, Request::Inline(_))).endpoint(inline::answer))
        .branch(dptree::filter_map(order).branch(orders()))
        .branch(dptree::filter_map(press).branch(presses()))
        .branch(dptree::endpoint(groups::event))
}

/// Feeds a request to the tree.
pub(super) async fn dispatch(tree: &Handler<'static, Done>, desk: Arc<Desk>, case: Case) -> Done {
    match tree.dispatch(deps![desk, case]).await {
        ControlFlow::Break(done) => done,
        ControlFlow::Continue(_) => Ok(Vec::new()),
    }
}

fn order(case: Case) -> Option<Order> {
    match case.request {
        Request::Order(order) => Some(order),
        _ => None,
    }
}

fn press(case: Case) -> Option<Press> {
    match case.request {
        Request::Press(press) => Some(press),
        _ => None,
    }
}

fn orders() -> Handler<'static, Done> {
    let named = |name: &'static str| dptree::filter(move |order: Order| order.name == name);
    dptree::entry()
        .branch(named("subscribe").endpoint(follow::subscribe))
        .branch(named("subscriptions").endpoint(follow::list))
        .branch(named("digest").endpoint(follow::digest))
        .branch(named("mydata").endpoint(privacy::my_data))
        .branch(named("forget").endpoint(privacy::ask_to_forget))
        .branch(named("privacy").endpoint(privacy::explain))
        .branch(named("settings").endpoint(groups::settings))
        .branch(dptree::endpoint(admin::order))
}

fn presses() -> Handler<'static, Done> {
    let about = |prefix: &'static str| dptree::filter(move |press: Press| press.data.starts_with(prefix));
    dptree::entry()
        .branch(about("f1:").endpoint(privacy::forget))
        .branch(about("u1:").endpoint(follow::remove))
        .branch(about(adding::PREFIX).endpoint(adding::press))
        .branch(about(curators::PREFIX).endpoint(curators::press))
        .branch(dptree::endpoint(groups::choose))
}
