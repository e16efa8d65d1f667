//! The town as a plain drawing, so that a change of the generator can be looked at.

use super::plan::drawn;
use super::warp::{Point, at, frame};
use super::{Road, Town};

/// South-west corner and size of the sheet in metres.
const SHEET: [f64; 4] = [526_950.0, 3_085_180.0, 3_900.0, 4_480.0];
const PAPER: [f64; 3] = [250.0, 250.0, 245.0];

/// Colours of the national drafting rules for municipal plans (2021), by land-use code.
fn colour(code: &str) -> [f64; 3] {
    match code {
        "0101" | "0103" => [245.0, 248.0, 220.0],
        "0201" => [191.0, 233.0, 170.0],
        "0301" => [104.0, 177.0, 103.0],
        "0701" | "070102" | "0702" => [255.0, 255.0, 45.0],
        "0703" => [255.0, 211.0, 128.0],
        "0801" => [255.0, 0.0, 255.0],
        "0802" => [230.0, 0.0, 92.0],
        "0803" => [255.0, 127.0, 0.0],
        "0804" => [255.0, 133.0, 201.0],
        "0805" => [0.0, 165.0, 124.0],
        "0806" => [255.0, 127.0, 126.0],
        "0901" | "0902" => [255.0, 0.0, 0.0],
        "1001" => [187.0, 150.0, 116.0],
        "1101" => [135.0, 97.0, 211.0],
        "1301" => [0.0, 99.0, 128.0],
        "1401" => [0.0, 255.0, 0.0],
        "1402" => [20.0, 141.0, 74.0],
        "1403" => [172.0, 255.0, 207.0],
        _ => [51.0, 142.0, 192.0],
    }
}

/// A colour laid over the paper.
fn soft(code: &str) -> String {
    let share = match code {
        "0101" | "0103" => 0.75,
        "0201" => 0.35,
        "0301" => 0.34,
        "1701" => 0.55,
        _ => 0.42,
    };
    let mixed: Vec<String> = colour(code)
        .iter()
        .zip(PAPER)
        .map(|(full, paper)| format!("{:.0}", share * full + (1.0 - share) * paper))
        .collect();
    format!("rgb({})", mixed.join(","))
}

fn sheet(point: Point) -> [f64; 2] {
    [point[0] - SHEET[0], SHEET[1] + SHEET[3] - point[1]]
}

/// A path in decimetre steps, relative, so that thousands of them stay small.
fn path(points: &[Point], close: bool) -> String {
    let count = if close { points.len().saturating_sub(1) } else { points.len() };
    let places: Vec<[f64; 2]> =
        points.iter().take(count).map(|point| sheet(*point).map(|value| (value * 10.0).round())).collect();
    let Some(first) = places.first() else { return String::new() };
    let steps = places.windows(2).map(|pair| [pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]]);
    let steps: Vec<String> = steps.map(|[x, y]| format!("l{x:.0} {y:.0}")).collect();
    format!("M{:.0} {:.0}{}{}", first[0], first[1], steps.concat(), if close { "z" } else { "" })
}

fn layer<'a>(attributes: &str, rings: impl Iterator<Item = &'a Vec<Point>>, close: bool) -> String {
    let all: String = rings.map(|ring| path(ring, close)).collect();
    format!("<path {attributes} d=\"{all}\"/>\n")
}

/// The drawing.
pub(crate) fn svg(town: &Town) -> String {
    let [_, _, width, height] = SHEET;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0} {1:.0}\" width=\"{2:.0}\" height=\"{3:.0}\" \
         font-family=\"'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif\">\n\
         <defs><pattern id=\"dots\" width=\"150\" height=\"150\" patternUnits=\"userSpaceOnUse\">\
         <circle cx=\"40\" cy=\"40\" r=\"13\" fill=\"#2e8b57\" opacity=\".5\"/><circle cx=\"115\" cy=\"115\" r=\"13\" fill=\"#2e8b57\" opacity=\".5\"/></pattern></defs>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fafaf5\"/>\n<g stroke-linejoin=\"round\">\n",
        width * 10.0,
        height * 10.0,
        width / 2.5,
        height / 2.5
    );
    land(town, &mut out);
    roads(town, &mut out);
    out += &layer("fill=\"#5f5850\" fill-opacity=\".48\"", town.buildings.iter().map(|building| &building.ring), true);
    out += &layer(
        "fill=\"none\" stroke=\"#0b7a75\" stroke-width=\"55\" stroke-dasharray=\"200 110\"",
        town.greenways.iter().map(|way| &way.line),
        false,
    );
    out += &layer(
        "fill=\"none\" stroke=\"#a0522d\" stroke-width=\"22\" stroke-dasharray=\"50 40\"",
        town.walkways.iter().map(|way| &way.line),
        false,
    );
    for (scopes, dashes) in [(&town.built_up, "none"), (&town.main_urban, "320 90 60 90")] {
        let style = format!(
            "fill=\"none\" stroke=\"#3b3a36\" stroke-opacity=\".65\" stroke-width=\"34\" stroke-dasharray=\"{dashes}\""
        );
        out += &layer(&style, scopes.iter().map(|area| &area.ring), true);
    }
    out += &layer(
        "fill=\"none\" stroke=\"#7b4fa3\" stroke-width=\"46\" stroke-dasharray=\"140 70\"",
        town.renewal.iter().map(|area| &area.ring),
        true,
    );
    out += "</g>\n";
    labels(&mut out);
    out += &furniture();
    out += "</svg>\n";
    out
}

fn land(town: &Town, out: &mut String) {
    let mut codes: Vec<&str> = town.parcels.iter().map(|parcel| parcel.code).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in &codes {
        let joint = if *code < "0700" || *code == "1701" { "none" } else { "#ffffff" };
        let style = format!("fill=\"{}\" stroke=\"{joint}\" stroke-width=\"16\"", soft(code));
        *out +=
            &layer(&style, town.parcels.iter().filter(|parcel| parcel.code == *code).map(|parcel| &parcel.ring), true);
    }
    let attached = town.green.iter().filter(|patch| patch.class == "XG").flat_map(|patch| &patch.rings);
    *out += &layer("fill=\"#8fc98a\" fill-opacity=\".38\"", attached, true);
    *out += &layer("fill=\"#7fbf8f\" fill-opacity=\".8\"", town.planting.iter().map(|bed| &bed.ring), true);
    *out += &layer(
        "fill=\"#8fc0dc\" stroke=\"#6fa9cb\" stroke-width=\"14\"",
        town.water.iter().skip(2).map(|water| &water.ring),
        true,
    );
    let style = "fill=\"url(#dots)\" stroke=\"#2e8b57\" stroke-width=\"26\" stroke-opacity=\".8\"";
    *out += &layer(style, town.corridors.iter().map(|corridor| &corridor.ring), true);
    let centre: Vec<Point> = drawn().collect();
    for (colour, width, opacity) in [("#2e8b57", 546.0, 0.8), ("#d5e8d1", 494.0, 1.0), ("url(#dots)", 494.0, 1.0)] {
        let style = format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-opacity=\"{opacity}\"");
        *out += &layer(&style, std::iter::once(&centre), false);
    }
}

/// Roads by class: width on paper, fill and edge.
fn look(class: &str) -> (f64, &'static str, &'static str) {
    match class {
        "快速路" => (120.0, "#f3cf94", "#c79a4e"),
        "主干路" => (130.0, "#fbe6bf", "#cfae72"),
        "公路" => (110.0, "#f7dcae", "#c79a4e"),
        "次干路" => (105.0, "#f9edcd", "#bfa873"),
        "支路" => (75.0, "#f4ecd6", "#b5a67c"),
        _ => (42.0, "#ffffff", "#dedad0"),
    }
}

fn roads(town: &Town, out: &mut String) {
    const ORDER: &[&str] = &["街坊路", "支路", "次干路", "公路", "主干路", "快速路"];
    for (casing, class) in [true, false].into_iter().flat_map(|casing| ORDER.iter().map(move |class| (casing, *class)))
    {
        let (width, fill, edge) = look(class);
        let of = |road: &&Road| road.class == class;
        let (colour, width) = if casing { (edge, width + 24.0) } else { (fill, width) };
        let style = format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width:.0}\" stroke-linecap=\"round\"");
        *out += &layer(&style, town.roads.iter().filter(of).map(|road| &road.line), false);
    }
}

fn label(place: [f64; 2], text: &str, size: f64, colour: &str, turned: f64) -> String {
    let [x, y] = sheet(at(place[0], place[1])).map(|value| value * 10.0);
    let (e, _, _) = frame(place[0], place[1]);
    let angle = turned - e[1].atan2(e[0]).to_degrees();
    let turn =
        if turned.abs() < 1e3 { format!(" transform=\"rotate({angle:.0} {x:.0} {y:.0})\"") } else { String::new() };
    format!(
        "<text x=\"{x:.0}\" y=\"{y:.0}\"{turn} font-size=\"{size:.0}\" fill=\"{colour}\" font-weight=\"600\" text-anchor=\"middle\" \
         dominant-baseline=\"middle\" stroke=\"#fffffa\" stroke-width=\"{:.0}\" paint-order=\"stroke\" stroke-linejoin=\"round\">{text}</text>\n",
        size * 0.22
    )
}

fn labels(out: &mut String) {
    const FLAT: f64 = 1e6;
    for (place, text) in [([-760.0, 2700.0], "北组团"), ([640.0, 1960.0], "河东组团"), ([-700.0, 900.0], "南组团")]
    {
        *out += &label(place, text, 900.0, "#2b2a27", FLAT);
    }
    for (place, text, turned) in [
        ([-500.0, 2340.0], "邛海—泸山廊道", 0.0),
        ([0.0, 1400.0], "安宁河廊道", 90.0),
        ([330.0, 2345.0], "东河廊道", 0.0),
        ([860.0, 2345.0], "东河廊道", 0.0),
        ([760.0, 1052.0], "螺髻山廊道", 0.0),
    ] {
        *out += &label(place, text, 400.0, "#1d5b39", turned);
    }
    for (place, turned) in [([0.0, 240.0], 90.0), ([0.0, 3400.0], 90.0)] {
        *out += &label(place, "安 宁 河", 420.0, "#1f5f86", turned);
    }
    for (place, text, turned) in [
        ([-560.0, 2000.0], "安宁大道", 90.0),
        ([1080.0, 1400.0], "东绕城快速路", 90.0),
        ([-900.0, 3000.0], "航天大道", 0.0),
        ([-300.0, 1640.0], "月城大道", 0.0),
        ([-300.0, 480.0], "海河大道", 0.0),
        ([540.0, 2750.0], "河东大道", 90.0),
        ([-1150.0, 1700.0], "西环路", 90.0),
    ] {
        *out += &label(place, text, 270.0, "#6b5a35", turned);
    }
    for (place, text) in [
        ([-441.0, 3094.0], "市民广场"),
        ([430.0, 1732.0], "河东体育广场"),
        ([-1300.0, 1020.0], "经久工业园"),
        ([-1305.0, 3100.0], "太和工业园"),
    ] {
        *out += &label(place, text, 300.0, "#3d3b35", 0.0);
    }
}

/// Title, scale and north.
fn furniture() -> String {
    let bottom = SHEET[3] * 10.0;
    format!(
        "<g><rect x=\"700\" y=\"700\" width=\"11400\" height=\"2300\" rx=\"160\" fill=\"#fdfdfa\" fill-opacity=\".92\" stroke=\"#d8d5ca\" stroke-width=\"20\"/>\
         <text x=\"1150\" y=\"1750\" font-size=\"1000\" font-weight=\"700\" fill=\"#0b7a75\">安宁新区 · 用地与交通</text>\
         <text x=\"1150\" y=\"2550\" font-size=\"420\" fill=\"#57544c\">示例方案 · CGCS2000 / 3° GK CM 102E</text></g>\n\
         <g transform=\"translate(900 {0:.0})\"><rect x=\"-200\" y=\"-800\" width=\"6100\" height=\"1300\" rx=\"160\" fill=\"#fdfdfa\" fill-opacity=\".92\"/>\
         <path d=\"M300 0v150h5000v-150M2800 0v150\" fill=\"none\" stroke=\"#2b2a27\" stroke-width=\"50\"/>\
         <text font-size=\"400\" fill=\"#2b2a27\" text-anchor=\"middle\"><tspan x=\"300\" y=\"-180\">0</tspan><tspan x=\"2800\" y=\"-180\">250</tspan><tspan x=\"5200\" y=\"-180\">500 m</tspan></text></g>\n\
         <g transform=\"translate({1:.0} 1900)\"><circle r=\"900\" fill=\"#fdfdfa\" fill-opacity=\".92\" stroke=\"#d8d5ca\" stroke-width=\"20\"/>\
         <path d=\"M0 -680L320 180L0 -20L-320 180z\" fill=\"#2b2a27\"/><text y=\"640\" font-size=\"420\" text-anchor=\"middle\" fill=\"#2b2a27\">北</text></g>\n",
        bottom - 900.0,
        SHEET[2] * 10.0 - 1_700.0
    )
}
