//! Lines of control, and what stands where it should not: new towers in a flood area, a new hamlet below a landslide.

use super::Town;
use super::blocks::Parcel;
use super::open_space::band;
use super::warp::{Point, Rect};

/// The area of a control line.
pub(crate) struct Control {
    pub(crate) class: &'static str,
    pub(crate) name: &'static str,
    pub(crate) ring: Vec<Point>,
}

/// Draws the lines and the hamlet.
pub(crate) fn lay(town: &mut Town) {
    let mut line = |class, name, ring| town.controls.push(Control { class, name, ring });
    line(
        "蓝线",
        "安宁河蓝线",
        band([[-35.0, -560.0], [-35.0, 4_350.0]], [[35.0, -560.0], [35.0, 4_350.0]], [0.0, 0.0]),
    );
    line(
        "蓝线",
        "东河蓝线",
        band([[36.0, 2_327.0], [1_700.0, 2_327.0]], [[36.0, 2_303.0], [1_700.0, 2_303.0]], [0.0, 0.0]),
    );
    let flood = Rect::new(-262.0, -35.0, 2_060.0, 2_262.0);
    line("洪涝风险控制线", "安宁河右岸滞洪区", flood.plain());
    let landslide = Rect::new(-1_680.0, -1_572.0, 1_610.0, 1_690.0);
    line("地质灾害", "泸山东麓滑坡隐患区", landslide.plain());
    line("地质灾害", "螺髻山泥石流沟", Rect::new(1_480.0, 1_900.0, 690.0, 760.0).plain());
    line("生态保护红线", "螺髻山生态保护红线", Rect::new(1_520.0, 2_120.0, 900.0, 3_400.0).plain());
    let hamlet = Rect::new(-1_592.0, -1_547.0, 1_640.0, 1_722.0);
    town.parcels.push(Parcel {
        ring: hamlet.plain(),
        rect: None,
        code: "0703",
        green_share: None,
        planned: true,
        zone: "",
        number: 0,
    });
}
