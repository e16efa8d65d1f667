//! The town as layers of a planning office, and the plan file that reads them.

use super::planted::DRAWN_WIDTH;
use super::shapefile::{Column, Kind, Table, Told, Value};
use super::warp::{Point, at};
use super::{Area, Town, Way};

/// Every layer.
pub(crate) fn tables(town: &Town) -> Vec<Table> {
    let mut tables = vec![roads(town), parcels(town), buildings(town), green(town), corridors(town)];
    tables.extend([
        ways("绿道", "绿道名称", &town.greenways, Told::Cpg),
        ways("步行道", "名称", &town.walkways, Told::Nowhere),
    ]);
    tables.extend([
        areas("组团", "名称", &town.clusters, Told::Nowhere),
        areas("建成区", "名称", &town.built_up, Told::Nowhere),
        areas("主城区", "名称", &town.main_urban, Told::Nowhere),
        areas("县城", "名称", &town.county_seat, Told::Cpg),
        areas("更新单元", "单元名称", &town.renewal, Told::Nowhere),
        areas("广场", "广场名称", &town.plazas, Told::Byte),
        areas("广场内绿地水面", "类型", &town.planting, Told::Nowhere),
        areas("水域", "名称", &town.water, Told::Nowhere),
    ]);
    tables
}

fn yes(condition: bool) -> Value {
    if condition { "是" } else { "否" }.into()
}

fn areas(name: &'static str, column: &'static str, areas: &[Area], told: Told) -> Table {
    let rows = areas.iter().map(|area| (vec![area.ring.clone()], vec![area.name.into()])).collect();
    Table { name, kind: Kind::Polygon, told, columns: vec![(column, 'C', 30, 0)], rows }
}

fn ways(name: &'static str, column: &'static str, ways: &[Way], told: Told) -> Table {
    let row =
        |way: &Way| (vec![way.line.clone()], vec![Value::Text(way.name.clone()), way.status.into(), yes(way.link)]);
    let columns: Vec<Column> = vec![(column, 'C', 30, 0), ("状态", 'C', 6, 0), ("连接线", 'C', 2, 0)];
    Table { name, kind: Kind::Line, told, columns, rows: ways.iter().map(row).collect() }
}

fn corridors(town: &Town) -> Table {
    let between = |name: &str| match name {
        "安宁河廊道" => "南组团、河东组团",
        "东河廊道" => "北组团、河东组团",
        _ => "北组团、南组团",
    };
    let row = |area: &Area| (vec![area.ring.clone()], vec![area.name.into(), between(area.name).into()]);
    let columns = vec![("廊道名称", 'C', 30, 0), ("相邻组团", 'C', 40, 0)];
    Table {
        name: "生态廊道",
        kind: Kind::Polygon,
        told: Told::Nowhere,
        columns,
        rows: town.corridors.iter().map(row).collect(),
    }
}

fn roads(town: &Town) -> Table {
    let columns =
        vec![("路名", 'C', 20, 0), ("DLDJ", 'C', 10, 0), ("HXKD", 'N', 6, 1), ("单行", 'C', 2, 0), ("状态", 'C', 6, 0)];
    let row = |road: &super::Road| {
        let values = vec![
            Value::Text(road.name.clone()),
            road.class.into(),
            road.red.into(),
            yes(road.one_way),
            road.status.into(),
        ];
        (vec![road.line.clone()], values)
    };
    Table {
        name: "道路中心线",
        kind: Kind::Line,
        told: Told::Nowhere,
        columns,
        rows: town.roads.iter().map(row).collect(),
    }
}

fn code_name(code: &str) -> &'static str {
    match code {
        "0101" => "水田",
        "0103" => "旱地",
        "0201" => "果园",
        "0301" => "乔木林地",
        "0701" => "城镇住宅用地",
        "070102" => "二类城镇住宅用地",
        "0702" => "城镇社区服务设施用地",
        "0703" => "农村宅基地",
        "0801" => "机关团体用地",
        "0802" => "科研用地",
        "0803" => "文化用地",
        "0804" => "教育用地",
        "0805" => "体育用地",
        "0806" => "医疗卫生用地",
        "0901" => "商业用地",
        "0902" => "商务金融用地",
        "1001" => "工业用地",
        "1101" => "物流仓储用地",
        "1301" => "供水用地",
        "1401" => "公园绿地",
        "1402" => "防护绿地",
        "1403" => "广场用地",
        _ => "河流水面",
    }
}

fn parcels(town: &Town) -> Table {
    let columns = vec![("YDYHFLDM", 'C', 10, 0), ("YDYHFLMC", 'C', 24, 0), ("LDL", 'N', 5, 1), ("TBMJ", 'N', 12, 2)];
    let row = |parcel: &super::Parcel| {
        let values = vec![
            parcel.code.into(),
            code_name(parcel.code).into(),
            parcel.green_share.into(),
            area(&parcel.ring).into(),
        ];
        (vec![parcel.ring.clone()], values)
    };
    Table {
        name: "用地",
        kind: Kind::Polygon,
        told: Told::Nowhere,
        columns,
        rows: town.parcels.iter().map(row).collect(),
    }
}

/// Plane area of a ring, from its first point so that large coordinates cost no digits.
fn area(ring: &[Point]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let from = |p: &Point| [p[0] - first[0], p[1] - first[1]];
    let twice: f64 =
        ring.windows(2).map(|pair| (from(&pair[0]), from(&pair[1]))).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum();
    (twice / 2.0).abs()
}

fn buildings(town: &Town) -> Table {
    let columns = vec![
        ("名称", 'C', 16, 0),
        ("层数", 'N', 2, 0),
        ("建筑面积", 'N', 7, 0),
        ("用途", 'C', 8, 0),
        ("状态", 'C', 4, 0),
        ("建成年份", 'N', 4, 0),
        ("拆改留", 'C', 2, 0),
        ("豁免依据", 'C', 24, 0),
    ];
    let row = |building: &super::Building| {
        let values = vec![
            building.name.into(),
            f64::from(building.storeys).into(),
            building.floor_area.into(),
            building.purpose.into(),
            if building.planned { "规划" } else { "现状" }.into(),
            building.year.map(f64::from).into(),
            building.renewal.into(),
            Value::Text(building.exemption.clone()),
        ];
        (vec![building.ring.clone()], values)
    };
    Table {
        name: "建筑",
        kind: Kind::Polygon,
        told: Told::Nowhere,
        columns,
        rows: town.buildings.iter().map(row).collect(),
    }
}

fn green(town: &Town) -> Table {
    let columns = vec![("绿地类别", 'C', 4, 0), ("名称", 'C', 36, 0), ("版本", 'C', 4, 0), ("绿地率", 'N', 5, 1)];
    let row = |patch: &super::Patch| {
        // Of plaza land only the planted share counts; these patches are its beds, planted all over.
        let share = (patch.class == "G3").then_some(100.0);
        (patch.rings.clone(), vec![patch.class.into(), patch.name.into(), "2017".into(), share.into()])
    };
    Table {
        name: "绿地图斑",
        kind: Kind::Polygon,
        told: Told::Byte,
        columns,
        rows: town.green.iter().map(row).collect(),
    }
}

const PLAN: &str = r#"# 安宁新区: a made-up valley town that shows what each clause finds. README.md tells what is planted where.
langdao = 1
name = "安宁新区"
standard = "liangshan-carbon-peak"
year = 2030
crs = "EPSG:4543"

[[layer]]
role = "corridors"
source = "生态廊道.shp"
fields = { name = "廊道名称" }

[[layer]]
role = "clusters"
source = "组团.shp"

[[layer]]
role = "main-urban-area"
source = "主城区.shp"

[[layer]]
role = "built-up-area"
source = "建成区.shp"
title = "2025年建成区范围"
year = 2025

[[layer]]
role = "county-seat"
source = "县城.shp"

[[layer]]
role = "road-centrelines"
source = "道路中心线.shp"
fields = { name = "路名", class = "DLDJ", red_line_width = "HXKD", oneway = "单行", status = "状态" }

[[layer]]
role = "land-use"
source = "用地.shp"
fields = { class = "YDYHFLDM", green_share = "LDL" }

[[layer]]
role = "buildings"
source = "建筑.shp"
fields = { renewal = "拆改留", exemption = "豁免依据" }

[[layer]]
role = "renewal-units"
source = "更新单元.shp"
fields = { name = "单元名称" }

[[layer]]
role = "green"
source = "绿地图斑.shp"
fields = { class = "绿地类别", name = "名称", edition = "版本", green_share = "绿地率" }

[[layer]]
role = "greenways"
source = "绿道.shp"
fields = { name = "绿道名称", status = "状态", link = "连接线" }

[[layer]]
role = "plazas"
source = "广场.shp"
fields = { name = "广场名称" }

[[layer]]
role = "plaza-planting"
source = "广场内绿地水面.shp"

[[layer]]
role = "walkways"
source = "步行道.shp"
fields = { name = "名称", status = "状态" }

[[layer]]
role = "water"
source = "水域.shp"

[figures]
urban_population = { value = 96000, year = 2025, source = "安宁新区统计公报（示例）" }
"#;

/// The plan file, with the corridor that is drawn in it.
pub(crate) fn plan(_town: &Town) -> String {
    let points: Vec<Point> = drawn().collect();
    let text = |points: &[Point]| {
        let points: Vec<String> = points.iter().map(|[x, y]| format!("[{x:.3}, {y:.3}]")).collect();
        points.join(", ")
    };
    format!(
        "{PLAN}\n[[corridor]]\nid = \"c1\"\nname = \"螺髻山廊道\"\nbetween = [\"河东组团\", \"南组团\"]\ncentreline = [{}]\nwidth = {DRAWN_WIDTH:.1}\n",
        text(&points)
    )
}

/// The centreline of 螺髻山廊道.
pub(crate) fn drawn() -> impl Iterator<Item = Point> {
    [115.0, 300.0, 520.0, 760.0, 1000.0, 1240.0, 1400.0].into_iter().map(|u| at(u, 1052.5))
}
