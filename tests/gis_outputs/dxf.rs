//! Drawings read back group by group, and by the `dxf` crate.

use std::collections::BTreeSet;

use dxf::entities::EntityType;
use langdao::report::{Format, Options};

use crate::plans::{Checked, far_east, town};
use crate::shapefiles::{corners, rings};

type Group = (i32, String);

/// A drawing as its groups say it.
pub(crate) struct Drawing {
    bytes: Vec<u8>,
    groups: Vec<Group>,
    pub(crate) layers: Vec<String>,
    /// The entities of the model space, each with its groups.
    pub(crate) entities: Vec<Vec<Group>>,
}

impl Drawing {
    pub(crate) fn of(checked: &Checked) -> Self {
        let bytes = checked.files(Format::Dxf, "a.dxf", &Options::default()).files[0].1.clone();
        let (text, _, malformed) = encoding_rs::GBK.decode(&bytes);
        assert!(!malformed);
        let text = unescaped(&text);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.len().is_multiple_of(2));
        let groups: Vec<Group> =
            lines.chunks(2).map(|pair| (pair[0].trim().parse().unwrap(), pair[1].to_owned())).collect();
        let entities = things(section(&groups, "ENTITIES"));
        let is_layer =
            |thing: &&Vec<Group>| thing[0].1 == "LAYER" && value(thing, 100).is_some_and(|_| thing.len() > 5);
        let layers = things(section(&groups, "TABLES"));
        let layers = layers.iter().filter(is_layer).map(|layer| text_of(layer, 2).to_owned()).collect();
        Self { bytes, groups, layers, entities }
    }

    fn of_kind(&self, kind: &str) -> Vec<&Vec<Group>> {
        self.entities.iter().filter(|entity| entity[0].1 == kind).collect()
    }

    /// The texts, code undone.
    pub(crate) fn texts(&self) -> Vec<String> {
        let plain = |entity: &Vec<Group>| {
            let parts = entity.iter().filter(|(code, _)| matches!(code, 1 | 3));
            let coded: String = parts.map(|(_, text)| text.as_str()).collect();
            let (mut text, mut letters) = (String::new(), coded.chars());
            while let Some(letter) = letters.next() {
                match letter {
                    '\\' => match letters.next().unwrap() {
                        'P' => text.push('\n'),
                        other => text.push(other),
                    },
                    '^' => {
                        assert_eq!(letters.next(), Some(' '));
                        text.push('^');
                    }
                    other => text.push(other),
                }
            }
            text
        };
        self.of_kind("MTEXT").into_iter().map(plain).collect()
    }
}

/// Letters that GBK lacks, which stand as `\\U+XXXX`.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\U+");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |all, part| {
        let unit = u16::from_str_radix(&part[..4], 16).unwrap();
        all + &char::from_u32(u32::from(unit)).unwrap().to_string() + &part[4..]
    })
}

/// What stands between the name of a section and its end.
fn section<'a>(groups: &'a [Group], name: &str) -> &'a [Group] {
    let begin = groups.iter().position(|(code, value)| *code == 2 && value == name).unwrap();
    let length = groups[begin..].iter().position(|(code, value)| *code == 0 && value == "ENDSEC").unwrap();
    &groups[begin + 1..begin + length]
}

/// Groups by the 0 that each thing begins with.
fn things(groups: &[Group]) -> Vec<Vec<Group>> {
    let mut things: Vec<Vec<Group>> = Vec::new();
    for group in groups {
        if group.0 == 0 {
            things.push(Vec::new());
        }
        things.last_mut().unwrap().push(group.clone());
    }
    things
}

fn value(thing: &[Group], code: i32) -> Option<&str> {
    thing.iter().find(|(own, _)| *own == code).map(|(_, value)| value.as_str())
}

fn text_of(thing: &[Group], code: i32) -> &str {
    value(thing, code).unwrap_or_else(|| panic!("no {code} in {thing:?}"))
}

fn place(thing: &[Group], code: i32) -> [f64; 2] {
    [code, code + 10].map(|code| text_of(thing, code).parse().unwrap())
}

fn points(line: &[Group]) -> Vec<[f64; 2]> {
    let all = |code| line.iter().filter(move |(own, _)| *own == code).map(|(_, value)| value.parse::<f64>().unwrap());
    all(10).zip(all(20)).map(|(x, y)| [x, y]).collect()
}

#[test]
fn places_of_findings_are_polylines_on_the_layers_of_their_clauses() {
    let checked = Checked::of(&town());
    let drawing = Drawing::of(&checked);
    let lines = drawing.of_kind("LWPOLYLINE");
    let on = |layer: &str| -> Vec<Vec<[f64; 2]>> {
        lines.iter().filter(|line| text_of(line, 8) == layer).map(|line| points(line)).collect()
    };
    for (clause, layer) in [("road-density", "（五）道路网密度"), ("corridor-net-width", "（四）生态廊道净宽度")]
    {
        assert!(drawing.layers.iter().any(|known| known == layer), "{:?}", drawing.layers);
        let own: Vec<Vec<[f64; 2]>> =
            checked.findings(clause).iter().flat_map(|finding| rings(&finding.place)).collect();
        assert!(!own.is_empty());
        assert_eq!(corners(&on(layer)), corners(&own), "{clause}");
    }
    let scope = lines.iter().find(|line| text_of(line, 8) == "（五）道路网密度").unwrap();
    assert_eq!(text_of(scope, 70), "1", "a ring is closed");
    let road = on("绘制-道路中心线");
    let drawn = checked.loaded.snapshot.layers.iter().find(|layer| layer.is_drawn()).unwrap();
    assert_eq!(corners(&road), corners(&rings(&drawn.features[0].shape)));
    let gaps = on("（四）生态廊道贯通连续");
    assert_eq!(corners(&gaps), corners(&rings(&checked.findings("corridor-continuity")[0].place)));
}

#[test]
fn layers_bear_the_colour_of_the_verdict_and_units_are_metres() {
    let drawing = Drawing::of(&Checked::of(&town()));
    let layers = things(section(&drawing.groups, "TABLES"));
    let layer =
        layers.iter().find(|thing| thing[0].1 == "LAYER" && value(thing, 2) == Some("（五）道路网密度")).unwrap();
    assert_eq!(text_of(layer, 420), 0x00d5_5e00.to_string());
    assert_eq!(text_of(layer, 62), "32");
    let units = drawing.groups.iter().position(|(code, name)| *code == 9 && name == "$INSUNITS").unwrap();
    assert_eq!(drawing.groups[units + 1].1, "6");
}

#[test]
fn narrow_places_and_gaps_are_dimensions_that_a_block_shows() {
    let drawing = Drawing::of(&Checked::of(&town()));
    let blocks = things(section(&drawing.groups, "BLOCKS"));
    let dimensions = drawing.of_kind("DIMENSION");
    let mut lengths = Vec::new();
    for dimension in &dimensions {
        let [from, to] = [place(dimension, 13), place(dimension, 14)];
        let length = (to[0] - from[0]).hypot(to[1] - from[1]);
        assert!((text_of(dimension, 42).parse::<f64>().unwrap() - length).abs() < 1e-3);
        assert_eq!(text_of(dimension, 70), "33");
        lengths.push(format!("{length:.1}"));
        let block = text_of(dimension, 2);
        let begin = blocks.iter().position(|thing| thing[0].1 == "BLOCK" && text_of(thing, 2) == block).unwrap();
        let shown: Vec<&str> =
            blocks[begin + 1..].iter().map(|thing| thing[0].1.as_str()).take_while(|kind| *kind != "ENDBLK").collect();
        assert_eq!(shown, ["LINE", "LINE", "LINE", "MTEXT", "POINT", "POINT"]);
        assert_eq!(place(&blocks[begin + 1], 10).map(f64::to_bits), from.map(f64::to_bits));
        assert!(text_of(&blocks[begin + 4], 1).contains(&format!("{length:.1}")));
    }
    lengths.sort();
    // The gap of the broken corridor stands on the layers of both clauses about corridors.
    assert_eq!(lengths, ["37.3", "8.0", "86.4", "86.4"]);
}

#[test]
fn texts_tell_subject_value_and_limit_in_chinese() {
    let drawing = Drawing::of(&Checked::of(&town()));
    let texts = drawing.texts();
    let narrow = texts.iter().find(|text| text.starts_with("甲廊道")).unwrap();
    let lines: Vec<&str> = narrow.lines().collect();
    assert_eq!(lines[..3], ["甲廊道", "37.3 m", "应 ≥ 50 m"]);
    assert!(lines[3].contains("加宽 12.7 m"), "{narrow}");
}

#[test]
fn every_handle_is_there_once_below_the_first_free_one_and_every_owner_exists() {
    let drawing = Drawing::of(&Checked::of(&town()));
    let number = |text: &str| u32::from_str_radix(text, 16).unwrap();
    let seed = drawing.groups.iter().position(|(code, name)| *code == 9 && name == "$HANDSEED").unwrap();
    let free = number(&drawing.groups[seed + 1].1);
    let mut handles = BTreeSet::new();
    for (code, handle) in &drawing.groups[seed + 2..] {
        if matches!(code, 5 | 105) {
            assert!(number(handle) < free && handles.insert(number(handle)), "{handle}");
        }
    }
    for (code, handle) in &drawing.groups {
        if matches!(code, 330 | 340 | 350) && handle != "0" {
            assert!(handles.contains(&number(handle)), "{code} {handle}");
        }
    }
    assert!(handles.len() > 50);
}

#[test]
fn another_reader_finds_the_same_entities_and_layers() {
    let drawing = Drawing::of(&Checked::of(&town()));
    let read = dxf::Drawing::load_with_encoding(&mut drawing.bytes.as_slice(), encoding_rs::GBK).unwrap();
    assert_eq!(read.header.version, dxf::enums::AcadVersion::R2004);
    let layers: BTreeSet<String> = read.layers().map(|layer| layer.name.clone()).collect();
    assert!(layers.contains("（四）生态廊道净宽度") && layers.contains("绘制-绿地图斑"), "{layers:?}");
    let lines = |entity: &&dxf::entities::Entity| matches!(entity.specific, EntityType::LwPolyline(_));
    assert_eq!(read.entities().filter(lines).count(), drawing.of_kind("LWPOLYLINE").len());
    let texts: Vec<String> = read
        .entities()
        .filter_map(|entity| match &entity.specific {
            EntityType::MText(text) => Some(text.extended_text.concat() + &text.text),
            _ => None,
        })
        .collect();
    assert!(texts.iter().any(|text| text.starts_with("甲廊道")), "{texts:?}");
}

#[test]
fn eastings_with_a_zone_number_lose_nothing() {
    let drawing = Drawing::of(&Checked::of(&far_east()));
    let lines = drawing.of_kind("LWPOLYLINE");
    let west = lines.iter().flat_map(|line| points(line)).map(|at| at[0]).fold(f64::INFINITY, f64::min);
    assert!((west - 34_500_000.123).abs() < 1e-6, "{west}");
}
