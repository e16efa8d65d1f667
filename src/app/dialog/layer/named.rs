//! A list to choose from that is read out by the name of what is chosen.

use egui::{ComboBox, Role, Ui, WidgetInfo};

/// A drop-down list with a name; returns what was chosen in it.
pub(in crate::app::dialog) fn choice<T>(
    ui: &mut Ui,
    name: &str,
    selected: &str,
    width: f32,
    content: impl FnOnce(&mut Ui) -> Option<T>,
) -> Option<T> {
    let list = ComboBox::from_id_salt(name).width(width).selected_text(selected).truncate().height(320.0);
    let shown = list.show_ui(ui, content);
    shown.response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, true, name);
        info.current_text_value = Some(selected.to_owned());
        info
    });
    shown.inner.flatten()
}
