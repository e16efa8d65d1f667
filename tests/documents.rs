//! Holds the documents to what the program is: its clauses, its options, its modules.
#![expect(clippy::unwrap_used, reason = "a test that cannot read the documents has failed")]

use std::fs;
use std::path::Path;
use std::process::Command;

use langdao::plan::PlanFile;
use langdao::report::clause_table;
use langdao::standard::Standard;
use langdao::text::Lang;

fn document(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn the_clauses_of_the_readmes_are_those_of_the_standard() {
    let standard = Standard::built_ins().remove(0);
    for (name, lang) in [("README.md", Lang::En), ("README.zh-CN.md", Lang::Zh)] {
        let (readme, table) = (document(name), clause_table(&standard, lang));
        assert!(table.lines().count() > standard.clauses.len(), "{table}");
        assert!(readme.contains(&format!("\n\n{table}\n")), "{name} should have this table of the clauses:\n\n{table}");
    }
}

#[test]
fn every_command_and_option_stands_in_the_readme() {
    let readme = document("README.md");
    let help = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_langdao")).args(arguments).arg("--help").output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let commands = help(&[]);
    for command in ["open", "check", "report", "inspect", "standard", "sample"] {
        assert!(commands.contains(&format!("  {command} ")), "{command} is no command:\n{commands}");
        assert!(readme.contains(&format!("\nlangdao {command} ")), "{command} is not in the README");
    }
    let mut options = 0;
    for line in help(&["report"]).lines().map(str::trim_start) {
        // `--crs <EPSG:n>` or `-o, --output <FILE>`; what a dash and a blank begin are values of an option.
        let Some(option) = line.strip_prefix("--").or_else(|| line.strip_prefix('-')?.split("--").nth(1)) else {
            continue;
        };
        let option = option.split([' ', ',']).next().unwrap();
        if !matches!(option, "help" | "output") {
            assert!(readme.contains(&format!("`--{option}")), "--{option} is not in the README");
            options += 1;
        }
    }
    assert!(options >= 10, "the options were not found");
}

#[test]
fn plan_files_that_the_readmes_show_are_read() {
    let mut drawn = 0;
    for name in ["README.md", "README.zh-CN.md"] {
        let readme = document(name);
        for text in readme.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()) {
            let plan = PlanFile::from_toml(text, name).unwrap_or_else(|error| panic!("{error}\n{text}"));
            assert!(plan.notices.is_empty(), "{text}");
            let content = plan.content;
            drawn +=
                usize::from(!content.drawn.is_empty() && !content.amendments.is_empty() && !content.ends.is_empty());
        }
    }
    assert_eq!(drawn, 2, "an example of drawing in each");
}

#[test]
fn every_module_stands_in_the_architecture_page() {
    let page = document("ARCHITECTURE.md");
    let lib = document("src/lib.rs");
    let modules: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(modules.len() >= 13, "{modules:?}");
    for module in modules {
        assert!(page.contains(&format!("\n| `{module}` |")), "{module}");
    }
}

#[test]
fn the_result_that_the_readmes_show_is_what_the_sample_gives() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-maps/anning");
    for (readme, lang) in [("README.md", "en"), ("README.zh-CN.md", "zh")] {
        let arguments = ["check", sample.to_str().unwrap(), "--lang", lang];
        let output = Command::new(env!("CARGO_BIN_EXE_langdao")).args(arguments).output().unwrap();
        let result = String::from_utf8(output.stdout).unwrap();
        let readme = document(readme);
        let shown: Vec<&str> = readme.lines().filter(|line| line.starts_with(['✗', '◆', '✓'])).collect();
        assert!(shown.len() >= 5, "{shown:?}");
        for line in shown {
            assert!(result.lines().any(|said| said == line), "{line}\n{result}");
        }
    }
}
