//! The layers that registers and surveys fill: buildings, communities and their facilities, what lies along streets, what
//! the ground is covered with, lines of control.

use super::shapefile::{Column, Kind, Table, Told, Value};
use super::warp::Point;
use super::{Building, Town};

/// All of them.
pub(crate) fn tables(town: &Town) -> Vec<Table> {
    vec![
        buildings(town),
        communities(town),
        facilities(town),
        red_lines(town),
        lamps(town),
        crossings(town),
        surfaces(town),
        controls(town),
    ]
}

const BUILDINGS: [Column; 24] = [
    ("名称", 'C', 16, 0),
    ("层数", 'N', 2, 0),
    ("建筑面积", 'N', 7, 0),
    ("用途", 'C', 8, 0),
    ("状态", 'C', 4, 0),
    ("建成年份", 'N', 4, 0),
    ("拆改留", 'C', 2, 0),
    ("豁免依据", 'C', 24, 0),
    ("建筑高度", 'N', 5, 1),
    ("绿建星级", 'C', 6, 0),
    ("绿建标准", 'C', 2, 0),
    ("装配式", 'C', 2, 0),
    ("绿色建材", 'C', 2, 0),
    ("全面电气化", 'C', 2, 0),
    ("屋顶面积", 'N', 6, 0),
    ("光伏面积", 'N', 6, 0),
    ("气候区", 'C', 8, 0),
    ("节能率", 'N', 4, 1),
    ("投资性质", 'C', 8, 0),
    ("需改造", 'C', 2, 0),
    ("已改造", 'C', 2, 0),
    ("改造前能耗", 'N', 7, 1),
    ("改造后能耗", 'N', 7, 1),
    ("建筑垃圾量", 'N', 5, 0),
];

fn buildings(town: &Town) -> Table {
    let row = |building: &Building| {
        let reported = &building.reported;
        let values = vec![
            building.name.into(),
            f64::from(building.storeys).into(),
            building.floor_area.into(),
            building.purpose.into(),
            if building.planned { "规划" } else { "现状" }.into(),
            building.year.map(f64::from).into(),
            building.renewal.into(),
            Value::Text(building.exemption.clone()),
            reported.height.into(),
            reported.stars.into(),
            reported.green_standard.into(),
            reported.prefabricated.into(),
            reported.green_materials.into(),
            reported.electrified.into(),
            reported.roof.into(),
            reported.solar.into(),
            reported.zone.into(),
            reported.saving.into(),
            reported.funding.into(),
            reported.retrofit_due.into(),
            reported.retrofitted.into(),
            reported.energy.map(|[before, _]| before).into(),
            reported.energy.map(|[_, after]| after).into(),
            reported.waste.into(),
        ];
        (vec![building.ring.clone()], values)
    };
    table("建筑", Kind::Polygon, BUILDINGS.to_vec(), town.buildings.iter().map(row).collect())
}

fn table(name: &'static str, kind: Kind, columns: Vec<Column>, rows: Vec<(Vec<Vec<Point>>, Vec<Value>)>) -> Table {
    Table { name, kind, told: Told::Nowhere, columns, rows }
}

fn text(text: &str) -> Value {
    text.into()
}

fn communities(town: &Town) -> Table {
    let columns = vec![("社区名称", 'C', 20, 0), ("人口", 'N', 6, 0), ("绿色社区", 'C', 2, 0), ("完整社区", 'C', 2, 0)];
    let rows = town.communities.iter().map(|one| {
        let values = vec![one.name.into(), f64::from(one.population).into(), one.green.into(), one.complete.into()];
        (vec![one.ring.clone()], values)
    });
    table("社区", Kind::Polygon, columns, rows.collect())
}

fn facilities(town: &Town) -> Table {
    let columns = vec![("名称", 'C', 30, 0), ("类别", 'C', 12, 0)];
    let rows = town.facilities.iter().map(|one| (vec![vec![one.place]], vec![text(&one.name), one.class.into()]));
    table("服务设施", Kind::Point, columns, rows.collect())
}

fn red_lines(town: &Town) -> Table {
    let columns = vec![("路名", 'C', 20, 0), ("道路等级", 'C', 10, 0)];
    let rows = town.red_lines.iter().map(|one| (vec![one.ring.clone()], vec![text(&one.name), one.class.into()]));
    table("道路红线", Kind::Polygon, columns, rows.collect())
}

fn lamps(town: &Town) -> Table {
    let columns = vec![("所在道路", 'C', 16, 0), ("光源", 'C', 10, 0), ("功率", 'N', 4, 0)];
    let row = |one: &super::Lamp| (vec![vec![one.place]], vec![text(&one.street), one.light.into(), one.power.into()]);
    table("路灯", Kind::Point, columns, town.lamps.iter().map(row).collect())
}

fn crossings(town: &Town) -> Table {
    let columns = vec![("所在道路", 'C', 16, 0), ("类型", 'C', 8, 0)];
    let rows = town.crossings.iter().map(|one| (vec![vec![one.place]], vec![text(&one.street), one.kind.into()]));
    table("过街设施", Kind::Point, columns, rows.collect())
}

fn surfaces(town: &Town) -> Table {
    let rows = town.surfaces.iter().map(|one| (one.rings.clone(), vec![one.class.into()]));
    table("下垫面", Kind::Polygon, vec![("下垫面类型", 'C', 10, 0)], rows.collect())
}

fn controls(town: &Town) -> Table {
    let columns = vec![("名称", 'C', 30, 0), ("类别", 'C', 16, 0)];
    let rows = town.controls.iter().map(|one| (vec![one.ring.clone()], vec![one.name.into(), one.class.into()]));
    table("控制线", Kind::Polygon, columns, rows.collect())
}
