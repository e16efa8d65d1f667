//! The command `langdao`: turns an outcome into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    langdao::cli::run(std::env::args_os())
}
