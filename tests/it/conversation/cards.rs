//! Cards of quotes.
