//! Green patches by class of CJJ/T 85-2017, with the overlaps that real inventories have.

use super::Town;
use super::warp::{Point, Rect};

/// A green patch; several rings are several parts.
pub(crate) struct Patch {
    pub(crate) class: &'static str,
    pub(crate) name: &'static str,
    pub(crate) rings: Vec<Vec<Point>>,
}

const PARKS: &[&str] = &[
    "安宁河滨河公园",
    "月亮湖公园",
    "索玛公园",
    "火把公园",
    "邛都公园",
    "航天公园",
    "锦屏公园",
    "东岸湿地公园",
    "月城公园",
    "民族风情园",
];

/// Ponds in the larger parks: part of the park, and water of their own.
fn ponds(town: &mut Town) {
    let names = ["月亮湖", "索玛湖", "火把湖", "邛都湖", "锦屏湖", "航天湖"];
    let mut large: Vec<(f64, Rect)> = Vec::new();
    for rect in town.parcels.iter().filter(|parcel| parcel.code == "1401").filter_map(|parcel| parcel.rect) {
        let [width, depth] = rect.size();
        large.push((width * depth, rect));
    }
    large.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (name, (_, rect)) in names.into_iter().zip(large) {
        let [u, v] = rect.middle();
        let [half_u, half_v] = [(rect.u[1] - rect.u[0]) * 0.27, (rect.v[1] - rect.v[0]) * 0.24];
        let path: Vec<[f64; 2]> = (0..28)
            .map(|step| {
                let angle = -f64::from(step) / 28.0 * std::f64::consts::TAU;
                let swell = 1.0 + 0.16 * (2.0 * angle + u).sin() + 0.1 * (3.0 * angle + v).sin();
                [u + half_u * swell * angle.cos(), v + half_v * swell * angle.sin()]
            })
            .collect();
        town.water.push(super::Area { name, ring: super::warp::closed(&path, 60.0) });
    }
}

/// Lays the patches that come from parcels and plazas, woods of the corridors, and overlaps.
pub(crate) fn lay(town: &mut Town) {
    ponds(town);
    let mut patches = Vec::new();
    let mut parks = PARKS.iter().cycle();
    for parcel in &town.parcels {
        let rings = vec![parcel.ring.clone()];
        match parcel.code {
            "1401" => patches.push(Patch { class: "G1", name: parks.next().copied().unwrap_or_default(), rings }),
            "1402" => patches.push(Patch { class: "G2", name: "防护绿带", rings }),
            "0301" if parcel.ring.len() < 60 => patches.push(Patch { class: "EG", name: "廊道林地", rings }),
            _ => {}
        }
    }
    for bed in town.planting.iter().filter(|bed| bed.name == "绿地") {
        patches.push(Patch { class: "G3", name: "广场绿地", rings: vec![bed.ring.clone()] });
    }
    overlaps(&mut patches);
    patches.append(&mut town.green);
    town.green = patches;
}

/// Attached green surveyed over a park's edge, a protective belt drawn over a bank, the same park entered twice.
fn overlaps(patches: &mut Vec<Patch>) {
    for (class, name, rect) in [
        ("XG", "附属绿地", Rect::new(-98.0, -70.0, 700.0, 820.0)),
        ("XG", "附属绿地", Rect::new(70.0, 98.0, 1300.0, 1390.0)),
        ("G2", "河岸防护绿地", Rect::new(-60.0, -38.0, 1700.0, 2000.0)),
        ("G2", "河岸防护绿地", Rect::new(38.0, 60.0, 2500.0, 2760.0)),
    ] {
        patches.push(Patch { class, name, rings: vec![rect.plain()] });
    }
    let again = patches.iter().find(|patch| patch.class == "G1").map(|patch| patch.rings.clone());
    patches.extend(again.map(|rings| Patch { class: "G1", name: "安宁河滨河公园（重复登记）", rings }));
}
