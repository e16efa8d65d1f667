//! The plan file: which layers it reads, what is typed in and drawn in it, and a second proposal.

use super::planted::DRAWN_WIDTH;
use super::warp::{Point, at};
use super::{Building, Town};

const PLAN: &str = r#"# 安宁新区: a made-up valley town that shows what each clause finds. README.md tells what is planted where.
langdao = 1
name = "安宁新区"
standard = "liangshan-carbon-peak"
year = 2030
crs = "EPSG:4543"
base = "现状方案"

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
role = "road-areas"
source = "道路红线.shp"
fields = { name = "路名", class = "道路等级" }

[[layer]]
role = "land-use"
source = "用地.shp"
fields = { class = "YDYHFLDM", green_share = "LDL", status = "状态" }

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
role = "crossings"
source = "过街设施.shp"

[[layer]]
role = "water"
source = "水域.shp"

[[layer]]
role = "control-lines"
source = "控制线.shp"
title = "控制线（国土空间总体规划、地质灾害防治规划）"
year = 2024

[[layer]]
role = "surfaces"
source = "下垫面.shp"
title = "2025年下垫面调查"
year = 2025

[[layer]]
role = "communities"
source = "社区.shp"

[[layer]]
role = "facilities"
source = "服务设施.shp"

[[layer]]
role = "lamps"
source = "路灯.shp"
title = "2025年城市照明设施普查"
year = 2025

[figures]
urban_population = { value = 96000, year = 2025, source = "安宁新区统计公报（示例）" }
plant-efficiency-before = { value = 3.6, year = 2021, source = "公共建筑能耗监测平台：机电系统综合能效比（示例）" }
plant-efficiency-after = { value = 4.05, year = 2025, source = "公共建筑能耗监测平台：机电系统综合能效比（示例）" }
raw-landfill = { value = 12.0, year = 2025, source = "市容环卫统计台账（示例）" }
raw-landfill-daily = { value = 98.0, year = 2025, source = "市容环卫统计台账（示例）" }
waste-reuse = { value = 61.5, year = 2025, source = "市容环卫统计台账（示例）" }
pipe-leakage = { value = 9.6, year = 2025, source = "供水公司年度水平衡报告（示例）" }
reclaimed-water = { value = 8.2, year = 2025, source = "城市排水统计年报（示例）" }
lighting-control = { value = 1, year = 2024, source = "城市照明集中控制系统竣工验收意见（示例）" }
renewable-share = { value = 8.3, year = 2025, source = "建筑节能与绿色建筑年报（示例）" }
electricity-share = { value = 65.0, year = 2025, source = "民用建筑能耗统计（示例）" }
material-loss-before = { value = 4.0, year = 2020, source = "施工现场建材损耗抽样调查（示例）" }
material-loss-after = { value = 3.2, year = 2025, source = "施工现场建材损耗抽样调查（示例）" }
# Nobody has counted the reuse of building waste (demolition-waste-reuse) yet: its clause is not judged.
"#;

/// The plan file, with the corridor that is drawn in it and the proposal that mends another one.
pub(crate) fn text(town: &Town) -> String {
    let points: Vec<String> = drawn().map(place).collect();
    let mut out = format!(
        "{PLAN}\n[[corridor]]\nid = \"c1\"\nname = \"螺髻山廊道\"\nbetween = [\"河东组团\", \"南组团\"]\ncentreline = [{}]\nwidth = {DRAWN_WIDTH:.1}\n",
        points.join(", ")
    );
    out += "\n[[proposal]]\nname = \"廊道修复方案\"\n";
    for (row, farm) in town.buildings.iter().enumerate().filter(|(_, building)| FARMS.contains(&building.name)) {
        out += &removed(row, farm);
    }
    out
}

/// The amendment that takes a building away.
fn removed(row: usize, building: &Building) -> String {
    let corner = building.ring.first().copied().unwrap_or_default();
    format!(
        "\n# {}\n[[proposal.amendment]]\nsource = \"建筑.shp\"\nrow = {row}\nat = {}\nremoved = true\n",
        building.name,
        place(corner)
    )
}

fn place([x, y]: Point) -> String {
    format!("[{x:.3}, {y:.3}]")
}

/// What narrows 邛海—泸山廊道 and is moved out of it in the second proposal.
const FARMS: [&str; 3] = ["泸山农家乐", "邛海山庄", "山庄仓库"];

/// The centreline of 螺髻山廊道.
pub(crate) fn drawn() -> impl Iterator<Item = Point> {
    [115.0, 300.0, 520.0, 760.0, 1000.0, 1240.0, 1400.0].into_iter().map(|u| at(u, 1052.5))
}
