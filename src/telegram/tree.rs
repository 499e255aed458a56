//! Which update gets which answer: teloxide's handler tree as a plain function.
//!
//! The dependencies are an `Arc<`[`Heard`]`>`, an `Arc<`[`Known`]`>`, a [`Dialogue`] and the [`Moment`]; the outcome is a
//! [`Turn`]. No handler touches the network or waits for anything but the CPU, so a test can feed the tree and read what
//! it says.

use std::ops::ControlFlow;
use std::sync::Arc;

use dptree::di::DependencyMap;
use dptree::{Handler, deps};

use crate::dialogue::{Dialogue, Heard, Known, Turn, What};
use crate::locale::text;
use crate::reply;

/// A time, in milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment(pub i64);

/// The tree.
pub fn tree() -> Handler<'static, Turn> {
    dptree::entry()
        .branch(dptree::filter(|heard: Arc<Heard>| matches!(heard.what, What::Tap { .. })).branch(step(false)))
        .branch(step(true))
}

/// Feeds one update to the tree; `None` when nothing is to be done.
pub async fn dispatch(
    tree: &Handler<'static, Turn>,
    heard: Arc<Heard>,
    known: Arc<Known>,
    dialogue: Dialogue,
    moment: Moment,
) -> Option<Turn> {
    let dependencies: DependencyMap = deps![heard, known, dialogue, moment];
    match tree.dispatch(dependencies).await {
        ControlFlow::Break(turn) => Some(turn),
        ControlFlow::Continue(_) => None,
    }
}

/// A step of the dialogue, on a thread where it may use the CPU.
fn step(aloud: bool) -> Handler<'static, Turn> {
    dptree::endpoint(move |heard: Arc<Heard>, known: Arc<Known>, dialogue: Dialogue, moment: Moment| async move {
        let lang = heard.lang;
        let stepped = tokio::task::spawn_blocking(move || dialogue.respond(&heard, &known, moment.0)).await;
        match stepped {
            Ok(Ok(turn)) => turn,
            Ok(Err(error)) => {
                tracing::error!(%error, "a question could not be answered");
                if aloud {
                    Turn::reply(reply::apology(lang))
                } else {
                    Turn { toast: Some(text(lang, "apology", &[])), ..Turn::default() }
                }
            }
            // The worker isolates panics in one place, for this handler and all others.
            Err(stopped) => std::panic::resume_unwind(stopped.into_panic()),
        }
    })
}
