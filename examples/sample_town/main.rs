//! Writes the sample plan, a seeded valley town, to a folder: `cargo run --example sample_town -- DIR`.

mod town;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        return fail("name the folder to write to: cargo run --example sample_town -- DIR");
    };
    match write(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("the sample could not be written to {}: {error}", Path::new(&folder).display())),
    }
}

fn write(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (name, bytes) in town::files() {
        std::fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}

#[expect(clippy::print_stderr, reason = "a generator run by hand says on the terminal why it stopped")]
fn fail(reason: &str) -> ExitCode {
    eprintln!("{reason}");
    ExitCode::FAILURE
}
