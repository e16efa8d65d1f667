//! A graphics card without a window, by EGL; `None` where there is none.
#![allow(
    unsafe_code,
    dead_code,
    clippy::allow_attributes,
    reason = "contexts are made by calls that Rust cannot check; each test binary uses the part it needs"
)]

use std::sync::Arc;

use eframe::glow::Context;
use langdao::app::Card;

/// A card whose context stays current on this thread as long as it lives.
pub(crate) struct Headless {
    pub(crate) card: Card,
    pub(crate) gl: Arc<Context>,
    #[cfg(target_os = "linux")]
    _context: glutin::api::egl::context::PossiblyCurrentContext,
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn headless() -> Option<Headless> {
    None
}

/// The first card that EGL finds.
#[cfg(target_os = "linux")]
pub(crate) fn headless() -> Option<Headless> {
    use glutin::api::egl::{device::Device, display::Display};
    use glutin::config::{ConfigSurfaceTypes, ConfigTemplateBuilder};
    use glutin::context::ContextAttributesBuilder;
    use glutin::display::GlDisplay as _;

    let made = |device: &Device| {
        // SAFETY: no window is named, the context is made current on this thread, and functions are looked up in it.
        unsafe {
            let display = Display::with_device(device, None).ok()?;
            let template = ConfigTemplateBuilder::new().with_surface_type(ConfigSurfaceTypes::empty()).build();
            let config = display.find_configs(template).ok()?.next()?;
            let context = display.create_context(&config, &ContextAttributesBuilder::new().build(None)).ok()?;
            let context = context.make_current_surfaceless().ok()?;
            let gl = Arc::new(Context::from_loader_function_cstr(|name| display.get_proc_address(name)));
            Some(Headless { card: Card::new(Arc::clone(&gl)), gl, _context: context })
        }
    };
    Device::query_devices().ok()?.find_map(|device| made(&device))
}
