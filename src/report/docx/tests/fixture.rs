//! A report as a planning office gets it, by hand.

use std::fmt::Write as _;

use crate::check::Verdict;
use crate::report::{Block, Cell, Column, Content, Cover, MapSheet, Table};
use crate::text::Lang;

pub(super) fn cover(lang: Lang) -> Cover {
    let (title, subtitle, facts) = match lang {
        Lang::Zh => (
            "城乡规划标准符合性审查报告",
            "安宁新区控制性详细规划",
            [
                ("审查依据", "凉山州城乡建设领域碳达峰专项行动方案"),
                ("县（市）", "西昌市"),
                ("评价年份", "2030"),
                ("日期", "2026-05-08"),
            ],
        ),
        Lang::En => (
            "Report on a plan checked against a standard",
            "Anning New District",
            [
                ("Standard", "Liangshan carbon-peak action plan for urban and rural construction"),
                ("County", "西昌市"),
                ("Evaluation year", "2030"),
                ("Date", "2026-05-08"),
            ],
        ),
    };
    Cover {
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        facts: facts.map(|(name, value)| [name.to_owned(), value.to_owned()]).to_vec(),
    }
}

pub(super) fn content(lang: Lang) -> Content {
    let blocks = match lang {
        Lang::Zh => chinese(),
        Lang::En => english(),
    };
    Content { lang, cover: cover(lang), blocks }
}

fn heading(level: u8, text: &str, verdict: Option<Verdict>) -> Block {
    Block::Heading { level, text: text.to_owned(), verdict }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: text.to_owned() }
}

fn figure(verdict: Verdict, lang: Lang, value: &str, detail: &str) -> Block {
    Block::Figure {
        verdict,
        verdict_name: verdict.name().say(lang),
        value: value.to_owned(),
        detail: detail.to_owned(),
    }
}

fn facts(rows: &[[&str; 2]]) -> Block {
    Block::Facts { rows: rows.iter().map(|pair| pair.map(str::to_owned)).collect() }
}

/// Columns whose title ends with `>` hold figures.
fn table(caption: &str, columns: &[(&str, f64)], rows: Vec<Vec<Cell>>) -> Block {
    let columns = columns.iter().map(|(title, width)| Column {
        title: title.trim_end_matches('>').to_owned(),
        width: *width,
        figures: title.ends_with('>'),
    });
    Block::Table(Table { caption: caption.to_owned(), columns: columns.collect(), rows })
}

fn cells(texts: &[&str]) -> Vec<Cell> {
    texts.iter().map(|text| Cell::from((*text).to_owned())).collect()
}

fn clause_row(lang: Lang, verdict: Verdict, texts: [&str; 4]) -> Vec<Cell> {
    let mut row = cells(&texts);
    row.push(Cell::verdict(verdict, verdict.name().say(lang)));
    row
}

fn map(sheet: usize, caption: &str) -> Block {
    Block::Map { sheet, caption: caption.to_owned() }
}

fn chinese() -> Vec<Block> {
    let clause = |verdict, texts| clause_row(Lang::Zh, verdict, texts);
    let mut blocks = vec![
        heading(1, "一、审查结论", None),
        paragraph(
            "本次审查共 12 条，其中未达标 2 条，口径敏感 1 条，未到期 1 条，已论证 1 条，达标 4 条，数据不足 1 条，仅列示 1 条，不适用 1 条。未达标条款及其位置见“三、逐条审查”——每一处均给出实测值、限值、差距与坐标。",
        ),
        table(
            "各条款判定一览",
            &[("条款", 3.4), ("实测值>", 1.6), ("限值>", 1.8), ("差距>", 1.8), ("判定", 1.5)],
            vec![
                clause(Verdict::Violates, ["（四）廊道净宽度", "38.2 m", "≥ 100 m", "差 61.8 m"]),
                clause(Verdict::Violates, ["（五）道路网密度", "6.52 km/km²", "≥ 8 km/km²", "差 1.48 km/km²"]),
                clause(Verdict::DependsOnReading, ["（二十七）广场面积", "2.13 ha", "≤ 2 ha", "超 0.13 ha"]),
                clause(Verdict::NotYetDue, ["（二十）人均绿道长度", "0.8 km/万人", "≥ 1 km/万人", "差 0.2 km/万人"]),
                clause(Verdict::Argued, ["（七）拆除面积比例", "22.4 %", "≤ 20 %", "超 2.4 %"]),
                clause(Verdict::Meets, ["（二十）绿地率", "41.3 %", "≥ 35 %", "余 6.3 %"]),
                clause(Verdict::NotJudged, ["（十七）管网漏损率", "–", "≤ 9 %", ""]),
                clause(Verdict::Info, ["（八）完整社区", "12 处", "", ""]),
                clause(Verdict::NotApplicable, ["（十一）严寒地区节能率", "–", "", ""]),
            ],
        ),
        heading(1, "二、方案总图", None),
        map(0, "安宁新区规划总图及问题点分布"),
    ];
    blocks.extend(chinese_clauses());
    blocks
}

fn chinese_clauses() -> Vec<Block> {
    let roads = (1..=70).map(|number| {
        let (width, length) =
            (format!("{:.1}", 3.5 + f64::from(number) / 10.0), format!("{:.1}", f64::from(number) * 17.3));
        let place = format!("526,6{:02}.8, 3,087,{:03}.2", number % 100, number * 7 % 1000);
        let name = if number % 9 == 0 {
            "环湖西路与学府大道之间的规划支路（远期预留，待与轨道线位协调）"
        } else {
            "海滨路"
        };
        cells(&[&number.to_string(), name, &width, &length, &place])
    });
    vec![
        heading(1, "三、逐条审查", None),
        heading(2, "（五）道路网密度", Some(Verdict::Violates)),
        Block::Quote { text: String::from("到2030年，主城区道路网密度达到8公里/平方公里以上。") },
        figure(Verdict::Violates, Lang::Zh, "6.52 km/km²", "应 ≥ 8 km/km²，差 1.48 km/km²；还差道路 14.6 km"),
        facts(&[
            ["强度", "必须"],
            ["指标算法", "道路中心线总长与评价范围面积之比"],
            ["评价范围", "主城区（9.87 km²）"],
            ["数据来源", "2025年道路现状（2025，州自然资源局）；道路中心线.shp，共 1,284 行，跳过 3 行"],
            ["其他口径", "口径“含街坊内道路”：8.11 km/km²，达标\n口径“仅计建成道路”：5.98 km/km²，未达标"],
        ]),
        heading(3, "问题点", None),
        paragraph("下列规划单元的道路网密度低于限值，按差距由大到小排列。"),
        map(1, "北组团规划单元 A-03 道路网密度不足处"),
        map(2, "南组团规划单元 B-11 道路网密度不足处"),
        table(
            "道路网密度问题点",
            &[("编号>", 0.7), ("名称", 3.0), ("宽度（m）>", 1.0), ("长度（m）>", 1.0), ("位置", 2.2)],
            roads.collect(),
        ),
        heading(2, "（二十七）广场面积", Some(Verdict::DependsOnReading)),
        Block::Quote { text: String::from("不得建设超过2公顷的大型城市广场。") },
        figure(Verdict::DependsOnReading, Lang::Zh, "2.13 ha", "应 ≤ 2 ha，超 0.13 ha"),
        paragraph("两种口径结论不同：以用地边界计为 2.13 ha，扣除广场内绿地与水面后为 1.87 ha。"),
        map(2, "市民广场"),
        table(
            "各口径结果",
            &[("口径", 3.0), ("值>", 1.0), ("判定", 1.0)],
            vec![
                vec![
                    Cell::from(String::from("用地边界（默认）")),
                    Cell::from(String::from("2.13 ha")),
                    Cell::verdict(Verdict::Violates, "未达标"),
                ],
                vec![
                    Cell::from(String::from("扣除绿地水面")),
                    Cell::from(String::from("1.87 ha")),
                    Cell::verdict(Verdict::Meets, "达标"),
                ],
            ],
        ),
        table("分隔条件", &[("条件", 1.0), ("结果", 1.0)], Vec::new()),
        heading(1, "四、数据说明", None),
        Block::List {
            items: vec![
                String::from("图层“道路红线”未注明坐标系，按方案坐标系 EPSG:4543 读取。"),
                String::from(
                    "图层“绿地图斑”第 17 行多边形自相交，已修复；第 203 行无几何，未计入评价；第 315 行与第 98 行重复，仅计一次，面积以第 98 行为准，两行属性不一致之处见属性表。",
                ),
                String::from("未设评价年份的条款按其目标年判定。"),
            ],
        },
        facts(&[["坐标系", "EPSG:4543（CGCS2000 / 3-degree Gauss-Kruger CM 102E）"], ["长度变形", "−38 ppm"]]),
        table(
            "图层",
            &[("图层", 2.0), ("角色", 1.2), ("要素>", 0.8), ("SHA-256", 3.0)],
            vec![cells(&[
                "道路中心线.shp",
                "道路中心线",
                "1,284",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            ])],
        ),
    ]
}

fn english() -> Vec<Block> {
    let clause = |verdict, texts| clause_row(Lang::En, verdict, texts);
    vec![
        heading(1, "1 Conclusion", None),
        paragraph(
            "12 clauses were checked: 2 violated, 1 depends on its reading, 4 met, 5 others. Every place where a clause is broken is listed in chapter 3 with the value measured, the limit, the distance to it and its coordinates.",
        ),
        table(
            "Verdicts of all clauses",
            &[("Clause", 3.2), ("Value>", 1.6), ("Limit>", 1.7), ("Distance>", 2.2), ("Verdict", 2.0)],
            vec![
                clause(Verdict::Violates, ["(4) Net width of corridors", "38.2 m", "≥ 100 m", "short by 61.8 m"]),
                clause(Verdict::Meets, ["(20) Green ratio", "41.3 %", "≥ 35 %", "room of 6.3 %"]),
                clause(Verdict::DependsOnReading, ["(27) Plaza area", "2.13 ha", "≤ 2 ha", "over by 0.13 ha"]),
            ],
        ),
        heading(1, "2 The plan", None),
        map(0, "Anning New District with all findings"),
        heading(1, "3 Clauses", None),
        heading(2, "(4) Net width of corridors", Some(Verdict::Violates)),
        Block::Quote { text: String::from("组团间生态廊道净宽度不少于100米") },
        figure(Verdict::Violates, Lang::En, "38.2 m", "must be ≥ 100 m, short by 61.8 m"),
        facts(&[["Strength", "required"], ["Scope", "main urban area (9.87 km²)"]]),
        map(1, "The narrowest place of corridor 邛海—泸山"),
        table("Narrow places", &[("Corridor", 2.0), ("Width, m>", 1.0)], vec![cells(&["邛海—泸山", "38.2"])]),
        Block::List { items: vec![String::from("The layer 道路红线 names no coordinate system.")] },
    ]
}

/// A map as the outputs get it: the whole plan, a place, and a place without pixels.
pub(super) fn sheets() -> Vec<MapSheet> {
    (0..3).map(sheet).collect()
}

pub(super) fn sheet(index: usize) -> MapSheet {
    let size_mm = if index == 0 { [380.0, 238.0] } else { [170.0, 102.0] };
    MapSheet {
        name: format!("map-{:02}", index + 1),
        size_mm,
        svg: svg(size_mm),
        png: if index == 2 { Vec::new() } else { png(size_mm) },
        alternative: format!("第 {index} 幅图：道路、绿地与问题点 <&\">\n共 3 处"),
    }
}

fn svg([width, height]: [f64; 2]) -> String {
    let mut roads = String::new();
    for step in 1..8 {
        let (x, y) = (width * f64::from(step) / 8.0, height * f64::from(step) / 8.0);
        let _infallible = write!(roads, "M{x} 0 L{} {height} M0 {y} L{width} {} ", x * 0.9, y * 0.8);
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} {height}\">\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#F7F6F2\" stroke=\"#2F4858\"/>\
         <path d=\"M20 20 L120 10 L150 60 L60 90 Z\" fill=\"#CFE3C8\"/>\
         <path d=\"{roads}\" stroke=\"#9AA5AE\" stroke-width=\"1.2\" fill=\"none\"/>\
         <circle cx=\"{}\" cy=\"40\" r=\"6\" fill=\"none\" stroke=\"#D55E00\" stroke-width=\"1.5\"/></svg>",
        width / 3.0
    )
}

/// One pixel a millimetre, in one colour.
fn png([width, height]: [f64; 2]) -> Vec<u8> {
    let [across, down] = [width, height].map(|side| format!("{side:.0}").parse::<u32>().unwrap());
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, across, down);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[0xF0, 0xE8, 0xD8].repeat((across * down) as usize)).unwrap();
    writer.finish().unwrap();
    bytes
}
