//! What stands at the end of a report: arguments, data, methods, notices.

use crate::report::wording::detail_separator;
use std::collections::BTreeMap;

use super::build::{column, figures, heading, message, or_dash, say};
use super::{Block, Cell, Table};
use crate::report::Model;
use crate::report::model::NoticeEntry;
use crate::text::Lang;
use crate::units::grouped;

/// Of notices of one kind about one thing so many are told, the others counted; the workbook tells all.
const MOST_OF_A_KIND: usize = 5;

/// Arguments that the plan records.
pub(super) fn arguments(model: &Model) -> Vec<Block> {
    let lang = model.lang;
    if model.arguments.is_empty() {
        return Vec::new();
    }
    let rows = model.arguments.iter().map(|argument| {
        vec![
            argument.clause.clone().into(),
            or_dash(argument.subject.clone()),
            argument.reason.clone().into(),
            argument.by.clone().into(),
            or_dash(argument.document.clone()),
            or_dash(argument.date.clone()),
        ]
    });
    let table = Table {
        caption: say("arguments-caption", lang),
        columns: vec![
            column("clause", 2.0, lang),
            column("subject", 1.6, lang),
            column("argument-reason", 3.6, lang),
            column("argument-by", 1.6, lang),
            column("argument-document", 1.8, lang),
            column("date", 1.4, lang),
        ],
        rows: rows.collect(),
    };
    vec![heading(1, say("arguments-heading", lang)), Block::Table(table)]
}

/// Layers and typed-in figures.
pub(super) fn data(model: &Model) -> Vec<Block> {
    let lang = model.lang;
    let mut blocks = vec![heading(1, say("data-heading", lang)), Block::Paragraph { text: say("data", lang) }];
    if !model.layers.is_empty() {
        blocks.push(Block::Table(layers(model)));
        blocks.push(Block::Table(hashes(model)));
    }
    if !model.figures.is_empty() {
        let rows = model.figures.iter().map(|figure| {
            vec![
                figure.name.clone().into(),
                figure.text.clone().into(),
                or_dash(figure.year.map(|year| year.to_string())),
                or_dash(figure.source.clone()),
            ]
        });
        blocks.push(Block::Table(Table {
            caption: say("figures-caption", lang),
            columns: vec![
                column("figure", 3.0, lang),
                figures("value", 2.0, lang),
                figures("data-year", 1.2, lang),
                column("source", 4.0, lang),
            ],
            rows: rows.collect(),
        }));
    }
    blocks
}

fn layers(model: &Model) -> Table {
    let lang = model.lang;
    let rows = model.layers.iter().map(|layer| {
        let provenance = [layer.title.clone(), layer.year.map(|year| year.to_string()), layer.provenance.clone()];
        let provenance: Vec<String> = provenance.into_iter().flatten().collect();
        let told = layer.unusable.clone().unwrap_or_else(|| provenance.join(&detail_separator(lang)));
        let count = |count: usize| Cell::from(grouped(&count.to_string()));
        vec![
            layer.source.clone().into(),
            layer.roles.clone().into(),
            layer.crs.clone().into(),
            layer.encoding.clone().into(),
            count(layer.features),
            count(layer.skipped),
            or_dash(Some(told)),
        ]
    });
    Table {
        caption: say("layers-caption", lang),
        columns: vec![
            column("file", 2.6, lang),
            column("roles", 1.8, lang),
            column("crs", 1.6, lang),
            column("encoding", 1.2, lang),
            figures("count", 1.1, lang),
            figures("skipped", 1.0, lang),
            column("provenance", 2.4, lang),
        ],
        rows: rows.collect(),
    }
}

/// Fingerprints, so that anyone can tell whether a file is the one that was checked.
fn hashes(model: &Model) -> Table {
    let lang = model.lang;
    let read = model.layers.iter().filter(|layer| !layer.sha256.is_empty());
    Table {
        caption: say("hashes-caption", lang),
        columns: vec![column("file", 2.4, lang), column("sha256", 6.0, lang)],
        rows: read.map(|layer| vec![layer.source.clone().into(), layer.sha256.clone().into()]).collect(),
    }
}

/// How was measured and compared.
pub(super) fn method(model: &Model) -> Vec<Block> {
    let (head, lang) = (&model.head, model.lang);
    let row = |key: &str, value: String| [say(key, lang), value];
    let standard = message("standard-version")
        .with("title", &head.standard)
        .with("id", &head.standard_id)
        .with("version", &head.standard_version);
    let mut rows = vec![
        row("standard", standard.say(lang)),
        row("standard-sha256", head.standard_sha256.clone()),
        row("crs", head.crs.clone()),
        row("area-method", head.area_method.clone()),
    ];
    rows.extend(head.distortion_ppm.map(|ppm| row("distortion", format!("{ppm:.1} ppm"))));
    rows.push(row("comparison", say("comparison-rule", lang)));
    rows.push(row("tool", head.tool.clone()));
    vec![heading(1, say("method-heading", lang)), Block::Facts { rows }]
}

/// What was left out, repaired or assumed: of each kind the first few.
pub(super) fn notices(model: &Model) -> Vec<Block> {
    let lang = model.lang;
    if model.notices.is_empty() {
        return Vec::new();
    }
    let mut kinds: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for notice in &model.notices {
        *kinds.entry((&notice.about, &notice.code)).or_default() += 1;
    }
    let mut told: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut rows = Vec::new();
    for notice in &model.notices {
        let kind = (notice.about.as_str(), notice.code.as_str());
        let (of_kind, so_far) = (kinds.get(&kind).copied().unwrap_or(1), told.entry(kind).or_default());
        *so_far += 1;
        if *so_far <= MOST_OF_A_KIND {
            rows.push(notice_row(notice, notice.text.clone(), lang));
        }
        if *so_far == MOST_OF_A_KIND && of_kind > MOST_OF_A_KIND {
            let more = message("notices-more").with("count", of_kind - MOST_OF_A_KIND).say(lang);
            rows.push(notice_row(notice, more, lang));
        }
    }
    let table = Table {
        caption: say("notices-caption", lang),
        columns: vec![column("about", 2.2, lang), column("notice", 6.0, lang), column("code", 1.8, lang)],
        rows,
    };
    vec![heading(1, say("notices-heading", lang)), Block::Table(table)]
}

fn notice_row(notice: &NoticeEntry, text: String, lang: Lang) -> Vec<Cell> {
    let about = if notice.about.is_empty() { say("whole-plan", lang) } else { notice.about.clone() };
    vec![about.into(), text.into(), notice.code.clone().into()]
}
