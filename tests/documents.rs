//! Holds the documents to what the program is: its clauses, its options, its modules.
#![expect(clippy::unwrap_used, reason = "a test that cannot read the documents has failed")]

use std::fs;
use std::path::Path;
use std::process::Command;

use langdao::plan::PlanFile;

fn document(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// Clauses of the built-in standard: id, Chinese title, number, limit such as `8`.
fn clauses() -> Vec<[String; 4]> {
    let standard: toml_edit::DocumentMut =
        document("assets/standards/liangshan-carbon-peak.toml").parse().unwrap_or_else(|error| panic!("{error}"));
    let clauses = standard["clause"].as_array_of_tables().unwrap();
    let text = |item: &toml_edit::Item| item.as_str().unwrap().to_owned();
    let limit = |test: &str| test.split(' ').nth(1).unwrap().to_owned();
    let found: Vec<[String; 4]> = clauses
        .iter()
        .map(|clause| {
            [text(&clause["id"]), text(&clause["title"]["zh"]), text(&clause["number"]), limit(&text(&clause["test"]))]
        })
        .collect();
    assert!(found.len() >= 10, "the clauses were not found");
    found
}

#[test]
fn every_clause_has_its_row_in_the_readmes_with_number_and_limit() {
    let (english, chinese) = (document("README.md"), document("README.zh-CN.md"));
    for [id, title, number, limit] in clauses() {
        for (readme, start) in
            [(&english, format!("| `{id}` | {title}{number} |")), (&chinese, format!("| {title}{number} |"))]
        {
            let row = readme.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("no row: {start}"));
            let column = row.trim_start_matches(&start).split('|').next().unwrap();
            let said = column.split(|c: char| !c.is_ascii_digit() && c != '.').any(|number| number == limit);
            assert!(said, "{start} does not say {limit}: {column}");
        }
    }
}

#[test]
fn every_reading_stands_in_the_clause_table() {
    let readme = document("README.md");
    let standard = document("assets/standards/liangshan-carbon-peak.toml");
    let readings: Vec<&str> = standard
        .split("[[clause.reading]]")
        .skip(1)
        .filter_map(|reading| reading.split("id = \"").nth(1)?.split('"').next())
        .collect();
    assert!(readings.len() >= 2, "{readings:?}");
    for reading in readings {
        assert!(readme.contains(&format!("`{reading}`")), "{reading}");
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
