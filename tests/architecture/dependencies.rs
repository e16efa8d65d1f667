//! Which modules of the crate a source file names.

use super::lexer::{Kind, Token};

/// A path from the root of the crate that a file names, such as `["layer", "Layer"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
}

/// The module that a file below `src` holds: `report/json.rs` is `["report", "json"]`, `main.rs` is the root.
pub(crate) fn module_of(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if matches!(path, "lib" | "main") { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

/// Every path from the root: `crate::…`, `langdao::…`, and `super::…` where it climbs that far.
pub(crate) fn named(module: &[String], tokens: &[Token]) -> Vec<Named> {
    let mut found = Vec::new();
    // Depths of braces at which inline modules began; `super` climbs out of these first.
    let (mut inline, mut depth) = (Vec::new(), 0_usize);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match &token.kind {
            Kind::Mark('{') => depth += 1,
            Kind::Mark('}') => {
                depth = depth.saturating_sub(1);
                if inline.last() == Some(&depth) {
                    inline.pop();
                }
            }
            Kind::Word(word) if word == "mod" && tokens.get(at + 1).is_some_and(|next| next.is_mark('{')) => {
                inline.push(depth);
            }
            Kind::Word(word) if matches!(word.as_str(), "crate" | "langdao") && is_path_mark(tokens, at) => {
                paths(tokens, at + 2, &[], &mut found);
            }
            Kind::Word(word) if word == "super" && !follows_path_mark(tokens, at - 1) => {
                let mut climbed = 1;
                while is_path_mark(tokens, at) && tokens.get(at + 2).is_some_and(|next| next.is_word("super")) {
                    at += 3;
                    climbed += 1;
                }
                if climbed == module.len() + inline.len() && is_path_mark(tokens, at) {
                    paths(tokens, at + 2, &[], &mut found);
                }
            }
            _ => {}
        }
    }
    found
}

fn is_path_mark(tokens: &[Token], at: usize) -> bool {
    [at, at + 1].iter().all(|&at| tokens.get(at).is_some_and(|token| token.is_mark(':')))
}

fn follows_path_mark(tokens: &[Token], at: usize) -> bool {
    at >= 2 && is_path_mark(tokens, at - 2)
}

/// Collects the paths of a use tree or of an expression that begins at `at`; gives back where it ends.
fn paths(tokens: &[Token], mut at: usize, prefix: &[String], found: &mut Vec<Named>) -> usize {
    let mut path = prefix.to_vec();
    let line = tokens.get(at).map_or(0, |token| token.line);
    loop {
        match tokens.get(at).map(|token| &token.kind) {
            Some(Kind::Word(word)) => path.push(word.clone()),
            Some(Kind::Mark('*')) => path.push(String::from("*")),
            Some(Kind::Mark('{')) => return group(tokens, at + 1, &path, found),
            _ => break,
        }
        at += 1;
        if !is_path_mark(tokens, at) {
            break;
        }
        at += 2;
    }
    found.push(Named { line, path });
    at
}

fn group(tokens: &[Token], mut at: usize, prefix: &[String], found: &mut Vec<Named>) -> usize {
    while let Some(token) = tokens.get(at) {
        match token.kind {
            Kind::Mark('}') => return at + 1,
            Kind::Mark(',') => at += 1,
            _ => {
                at = paths(tokens, at, prefix, found).max(at + 1);
                // What follows is `as name` or the end of the member.
                while tokens.get(at).is_some_and(|token| matches!(token.kind, Kind::Word(_))) {
                    at += 1;
                }
            }
        }
    }
    at
}
