//! The program: arguments in, exit code out.

/// An answer takes some thousand small allocations; the system's allocator alone would be a tenth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    policybot::cli::main()
}
