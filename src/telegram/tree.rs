//! Which message gets which reply: teloxide's handler tree as a plain function.
//!
//! The dependencies are an `Arc<`[`Incoming`]`>`, an [`Answerer`] and a [`Covers`]; the outcome is a [`Reply`]. No
//! handler touches the network or waits for anything but the CPU, so a test can feed the tree and read what it says.

use std::ops::ControlFlow;
use std::sync::Arc;

use dptree::di::DependencyMap;
use dptree::{Handler, deps};

use super::update::{Incoming, Kind};
use super::{Answerer, Covers};
use crate::domain::Question;
use crate::reply::{self, Reply, Said};

/// The tree.
pub fn tree() -> Handler<'static, Reply> {
    dptree::entry().branch(dptree::filter_map(said).branch(commands()).branch(question())).branch(wordless())
}

/// Feeds one message to the tree; `None` when nothing is to be said.
pub async fn dispatch(
    tree: &Handler<'static, Reply>,
    incoming: Arc<Incoming>,
    answerer: Answerer,
    covers: Covers,
) -> Option<Reply> {
    let dependencies: DependencyMap = deps![incoming, answerer, covers];
    match tree.dispatch(dependencies).await {
        ControlFlow::Break(reply) => Some(reply),
        ControlFlow::Continue(_) => None,
    }
}

fn said(incoming: Arc<Incoming>) -> Option<Arc<Said>> {
    match &incoming.kind {
        Kind::Line(line) => Some(Arc::new(line.said.clone())),
        Kind::Unsupported => None,
    }
}

fn commands() -> Handler<'static, Reply> {
    dptree::entry()
        .branch(dptree::filter(|said: Arc<Said>| *said == Said::Start).endpoint(
            |incoming: Arc<Incoming>, covers: Covers| async move { reply::start(incoming.lang, &covers(incoming.lang)) },
        ))
        .branch(dptree::filter(|said: Arc<Said>| *said == Said::Help).endpoint(
            |incoming: Arc<Incoming>, covers: Covers| async move { reply::help(incoming.lang, &covers(incoming.lang)) },
        ))
        .branch(
            dptree::filter(|said: Arc<Said>| *said == Said::AskNothing)
                .endpoint(|incoming: Arc<Incoming>| async move { reply::ask_empty(incoming.lang) }),
        )
        .branch(
            dptree::filter(|said: Arc<Said>| *said == Said::Unknown)
                .endpoint(|incoming: Arc<Incoming>| async move { reply::unknown_command(incoming.lang) }),
        )
}

fn question() -> Handler<'static, Reply> {
    dptree::filter_map(|said: Arc<Said>, incoming: Arc<Incoming>| match &*said {
        Said::Question(text) => Some(Arc::new(Question { lang: Some(incoming.lang), ..Question::new(text.clone()) })),
        _ => None,
    })
    .endpoint(|question: Arc<Question>, incoming: Arc<Incoming>, answerer: Answerer| async move {
        let answered = tokio::task::spawn_blocking(move || answerer(&question)).await;
        match answered {
            Ok(Ok(answer)) => reply::answer(&answer),
            Ok(Err(error)) => {
                tracing::error!(%error, "a question could not be answered");
                reply::apology(incoming.lang)
            }
            // The worker isolates panics in one place, for this handler and all others.
            Err(stopped) => std::panic::resume_unwind(stopped.into_panic()),
        }
    })
}

fn wordless() -> Handler<'static, Reply> {
    dptree::endpoint(|incoming: Arc<Incoming>, covers: Covers| async move {
        reply::unsupported(incoming.lang, &covers(incoming.lang))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Abstention, Answer, AnswerKind, Lang, Reason};
    use crate::reply::{Coverage, Line, plain};

    async fn told(kind: Kind) -> String {
        let incoming = Incoming { chat_id: 1, message_id: 1, thread_id: None, lang: Lang::En, kind };
        let answerer: Answerer = Arc::new(|question| {
            let region = Some(question.text.clone());
            let silence = Abstention { reason: Reason::Region, region, regions: vec![], examples: vec![] };
            Ok(Answer { lang: Lang::En, confidence: 0.0, assumptions: vec![], kind: AnswerKind::Abstention(silence) })
        });
        let covers: Covers =
            Arc::new(|_| Coverage { articles: 1, regions: vec!["Mars".to_owned()], ..Coverage::default() });
        plain(&dispatch(&tree(), Arc::new(incoming), answerer, covers).await.expect("a reply"))
    }

    #[tokio::test]
    async fn every_kind_of_message_finds_its_reply() {
        let line = |text: &str| Kind::Line(Line::parse(text));
        assert!(told(line("/start")).await.starts_with("Hello!"));
        assert!(told(line("/help")).await.contains("/ask – ask a question"));
        assert!(told(line("/ask")).await.contains("after the command"));
        assert!(told(line("/nope")).await.contains("don't know that command"));
        assert!(told(line("/ask Venus")).await.contains("no sources about Venus"));
        assert!(told(line("Venus?")).await.contains("no sources about Venus?"));
        assert!(told(Kind::Unsupported).await.contains("I read text only"));
    }
}
