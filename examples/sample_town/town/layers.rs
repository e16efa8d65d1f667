//! The town as layers of a planning office, and the plan file that reads them.

use super::shapefile::{Column, Kind, Table, Told, Value};
use super::warp::Point;
use super::{Area, Town, Way};

/// Every layer.
pub(crate) fn tables(town: &Town) -> Vec<Table> {
    let mut tables = vec![roads(town), parcels(town), green(town), corridors(town)];
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
    let columns = vec![
        ("YDYHFLDM", 'C', 10, 0),
        ("YDYHFLMC", 'C', 24, 0),
        ("LDL", 'N', 5, 1),
        ("TBMJ", 'N', 12, 2),
        ("状态", 'C', 4, 0),
    ];
    let row = |parcel: &super::Parcel| {
        let values = vec![
            parcel.code.into(),
            code_name(parcel.code).into(),
            parcel.green_share.into(),
            area(&parcel.ring).into(),
            if parcel.planned { "规划" } else { "现状" }.into(),
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
