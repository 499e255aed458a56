# The steps of continuous integration, one by one. `.ci/run` runs them all and installs what they need.

# Everything.
ci: fmt clippy doc test features ask deny

fmt:
    cargo fmt --check

clippy:
    cargo clippy --all-targets -- -D warnings

doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps

test:
    cargo test

# What is no part of a usual build: two importers, and lemmas.
features:
    cargo clippy --all-targets --features lemma -- -D warnings && cargo test --features pdf,docx,lemma --lib --test it -- ingest:: lemma

# The first command of the README: the answer must name the third direction.
ask:
    cargo run --release -- ask "Which directions of support does the Tomsk Region name?" | awk "1; /human resources/ {found = 1} END {exit !found}"

# Needs cargo-deny.
deny:
    cargo deny check licenses bans sources

# Writes today's figures into tests/data/eval/baseline.json; a commit of its own. Needs what CI has (XQuAD).
raise-baseline:
    POLICYBOT_TEST_ALL=1 POLICYBOT_RAISE_BASELINE=1 cargo test --test it baseline_of
