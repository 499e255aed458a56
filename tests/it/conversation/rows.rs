//! What a conversation must do besides what the transcripts show.
