//! What is done in return for a request, and how it is done so that a crash loses nothing.
//!
//! Messages and files are parts of a reply in the sense of the inbox: noted before and after. All else may be done
//! twice without harm.

use teloxide::payloads::AnswerInlineQuery;

use crate::store::Inbox;
use crate::telegram::outbox::perform::File;
use crate::telegram::outbox::{Delivery, Outbox, Target, Unsent};
use crate::telegram::render::{Button, Does, OutMessage};
use crate::telegram::schedule::Job;
use crate::telegram::worker::Stuck;

/// Something to do.
pub(super) enum Deed {
    /// Send a message, or put it in the place of one.
    Show(Delivery),
    /// Answer a press, with a short text or silently.
    Toast { id: String, text: Option<String> },
    /// Send a file.
    File(File),
    /// Answer an inline query.
    Results(Box<AnswerInlineQuery>),
}

impl Deed {
    /// A message without buttons.
    pub fn say(html: impl Into<String>) -> Self {
        Self::offer(html, Vec::new())
    }

    /// A message with buttons.
    pub fn offer(html: impl Into<String>, rows: Vec<Vec<Button>>) -> Self {
        Deed::Show(Delivery { edits: None, message: OutMessage { html: html.into(), rows } })
    }

    /// Lets a message say something else.
    pub fn edit(message_id: i32, html: impl Into<String>, rows: Vec<Vec<Button>>) -> Self {
        Deed::Show(Delivery { edits: Some(message_id), message: OutMessage { html: html.into(), rows } })
    }
}

/// A button that sends data back.
pub(super) fn button(label: impl Into<String>, data: impl Into<String>) -> Button {
    Button { text: label.into(), does: Does::Tell(data.into()) }
}

/// Does everything in order. What was done before a restart and may not be repeated is left out.
pub(super) async fn perform(
    inbox: &dyn Inbox,
    outbox: &Outbox,
    job: &mut Job,
    target: &mut Target,
    deeds: Vec<Deed>,
) -> Result<(), Stuck> {
    let mut part = 0;
    for deed in deeds {
        match deed {
            Deed::Toast { id, text } => outbox.answer_tap(&id, text).await,
            Deed::Results(results) => {
                outbox.perform(&mut 0, |_| (*results).clone()).await?;
            }
            part_of_reply => {
                if part >= job.pending.parts_sent {
                    send(inbox, outbox, job, target, part, &part_of_reply).await?;
                }
                part += 1;
            }
        }
    }
    Ok(())
}

async fn send(
    inbox: &dyn Inbox,
    outbox: &Outbox,
    job: &mut Job,
    target: &mut Target,
    part: u32,
    deed: &Deed,
) -> Result<(), Stuck> {
    outbox.ready(target.chat_id).await?;
    // One attempt for each process that tries, however often it repeats.
    if job.begun <= part {
        inbox.begin(job.pending.update_id).await?;
        job.begun = part + 1;
    }
    let message_id = deliver(outbox, target, deed).await?;
    job.pending.parts_sent = part + 1;
    job.failures = 0;
    Ok(inbox.sent(job.pending.update_id, part, message_id).await?)
}

async fn deliver(outbox: &Outbox, target: &mut Target, deed: &Deed) -> Result<i64, Unsent> {
    match deed {
        Deed::Show(delivery) => outbox.send(target, delivery).await,
        Deed::File(file) => outbox.upload(&mut target.chat_id, file).await,
        Deed::Toast { .. } | Deed::Results(_) => Ok(0),
    }
}
