//! Maps from the net and pictures beneath the plan. The net is a server inside the test.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use langdao::app::{App, BackdropOrder, Command, Dialog, JobKind, Opening, Settings};
use langdao::text::Lang;

use super::dialogs::{checked, click, do_, fill, order, show};
use super::until;

/// What a server answers: status and body.
type Answer = fn() -> (u16, Vec<u8>);

/// A server that answers every request alike and remembers what it was asked.
struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(stream, &seen, answer);
            }
        });
        Self { address, asked }
    }

    fn template(&self) -> String {
        format!("http://{}/{{z}}/{{x}}/{{y}}.png?tk={{key}}", self.address)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, asked: &Mutex<Vec<String>>, answer: Answer) {
    let mut request = Vec::new();
    let mut part = [0; 1_024];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut part) {
            Ok(read) if read > 0 => request.extend_from_slice(&part[..read]),
            _ => return,
        }
    }
    asked.lock().unwrap().push(String::from_utf8_lossy(&request).into_owned());
    let (status, body) = answer();
    let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)).ok();
}

/// A blue tile.
fn tile() -> (u16, Vec<u8>) {
    (200, picture(256))
}

fn picture(side: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_pixel(side, side, image::Rgb([20, 40, 220]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn refused() -> (u16, Vec<u8>) {
    (403, r#"{"code":301001,"msg":"非法Key"}"#.as_bytes().to_vec())
}

fn broken() -> (u16, Vec<u8>) {
    (200, b"\x89PNG\r\n\x1a\n and then nothing that anybody could draw".to_vec())
}

/// Good pictures, and a broken one as the ninth.
fn mostly_good() -> (u16, Vec<u8>) {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    if ASKED.fetch_add(1, Ordering::Relaxed) == 8 { broken() } else { tile() }
}

fn slow() -> (u16, Vec<u8>) {
    std::thread::sleep(Duration::from_millis(60));
    tile()
}

fn plan(folder: &tempfile::TempDir, address: &str) {
    let area = r#"{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[102.19,27.89],[102.22,27.89],[102.22,27.91],[102.19,27.91],[102.19,27.89]]]}}"#;
    let text = format!(
        "langdao = 1\nname = \"小镇\"\ncrs = \"EPSG:4543\"\n[[layer]]\nsource = \"a.geojson\"\nrole = \"main-urban-area\"\n\
         [[backdrop]]\nname = \"影像\"\naddress = \"{address}\"\nattribution = \"© 测试\"\n"
    );
    std::fs::write(folder.path().join("plan.toml"), text).unwrap();
    std::fs::write(folder.path().join("a.geojson"), area).unwrap();
}

/// A window on a plan with that backdrop, and a key for this machine; nothing is switched on.
fn window(folder: &tempfile::TempDir, lang: Lang) -> Harness<'static, App> {
    let keys = [("127.0.0.1".to_owned(), "secret".to_owned())];
    let mut settings = Settings { lang: Some(lang), ..Settings::default() };
    let text = std::fs::read_to_string(folder.path().join("plan.toml")).unwrap();
    settings.tile_keys = keys
        .into_iter()
        .map(|(host, key)| {
            let port = text.split("127.0.0.1").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
            (format!("{host}{port}"), key)
        })
        .collect();
    let opening = Opening::Paths(vec![folder.path().to_owned()]);
    let cache = folder.path().join("cache");
    let mut harness = Harness::builder().with_size([1440.0, 900.0]).with_max_steps(64).build_eframe(move |creation| {
        let mut app = App::new(&creation.egui_ctx, settings, &opening, None);
        app.keep_tiles_in(Some(cache));
        app
    });
    checked(&mut harness);
    harness
}

/// Steps the window for a while, for what happens on other threads.
fn wait(harness: &mut Harness<'static, App>, steps: usize) {
    for _ in 0..steps {
        harness.step();
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn until_said(harness: &mut Harness<'static, App>, words: &str) {
    for _ in 0..2_000 {
        harness.step();
        if harness.query_by_label_contains(words).is_some() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("nobody said {words}");
}

#[test]
fn nothing_is_fetched_until_it_is_switched_on_and_then_it_is_kept() {
    let server = Server::start(tile);
    let folder = tempfile::tempdir().unwrap();
    plan(&folder, &server.template());
    let mut harness = window(&folder, Lang::Zh);
    wait(&mut harness, 60);
    assert_eq!((server.asked().len(), harness.state().backdrops()), (0, 0));
    assert!(harness.query_by_label_contains("未打开，不联网").is_some());
    click(&mut harness, "打开底图“影像”");
    until(&mut harness, |app| app.backdrops() > 3);
    let asked = server.asked();
    assert!(asked.iter().all(|request| request.starts_with("GET /") && request.contains("?tk=secret ")), "{asked:?}");
    assert!(asked.iter().all(|request| request.to_lowercase().contains("user-agent: langdao/")), "{asked:?}");
    until(&mut harness, |app| app.tiles_waiting() == 0);
    let whole = server.asked().len();
    // Each tile was asked for once, and none in view lacks its picture.
    until(&mut harness, |app| app.backdrops() == whole);
    let drawn = whole;
    let mut once = server.asked();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), whole);
    drop(harness);
    let mut again = window(&folder, Lang::Zh);
    click(&mut again, "打开底图“影像”");
    until(&mut again, |app| app.backdrops() == drawn);
    assert_eq!(server.asked().len(), whole, "all of it was kept on the disk");
    click(&mut again, "关闭底图“影像”");
    assert_eq!(again.state().backdrops(), 0);
}

#[test]
fn a_key_that_the_server_refuses_is_told_in_its_words_and_it_is_left_alone() {
    for (lang, on, words) in [
        (Lang::Zh, "打开底图“影像”", "服务器不接受密钥（非法Key）"),
        (Lang::En, "Switch on 影像", "does not accept the key (非法Key)"),
    ] {
        let server = Server::start(refused);
        let folder = tempfile::tempdir().unwrap();
        plan(&folder, &server.template());
        let mut harness = window(&folder, lang);
        click(&mut harness, on);
        until_said(&mut harness, words);
        wait(&mut harness, 40);
        let asked = server.asked().len();
        assert!((1..=4).contains(&asked), "{asked}: a thread each and no more");
        wait(&mut harness, 40);
        assert_eq!(server.asked().len(), asked);
    }
}

#[test]
fn a_picture_that_is_none_and_a_server_that_is_not_there_are_told_apart() {
    let server = Server::start(broken);
    let folder = tempfile::tempdir().unwrap();
    plan(&folder, &server.template());
    let mut harness = window(&folder, Lang::En);
    click(&mut harness, "Switch on 影像");
    until_said(&mut harness, "picture that the server sent is broken");
    assert_eq!(harness.state().backdrops(), 0);

    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    plan(&elsewhere, &format!("http://{closed}/{{z}}/{{x}}/{{y}}"));
    let mut harness = window(&elsewhere, Lang::Zh);
    click(&mut harness, "打开底图“影像”");
    until_said(&mut harness, "连接不上服务器");
}

#[test]
fn one_broken_picture_among_good_ones_costs_only_its_place() {
    let server = Server::start(mostly_good);
    let folder = tempfile::tempdir().unwrap();
    plan(&folder, &server.template());
    let mut harness = window(&folder, Lang::En);
    click(&mut harness, "Switch on 影像");
    until(&mut harness, |app| app.backdrops() > 3 && app.tiles_waiting() == 0);
    let whole = server.asked().len();
    assert!(whole > 9, "{whole}: the broken one is among them");
    until(&mut harness, |app| app.backdrops() == whole - 1);
    assert!(harness.query_by_label_contains("picture that the server sent is broken").is_none());
}

#[test]
fn what_is_no_longer_looked_at_is_no_longer_fetched() {
    let server = Server::start(slow);
    let folder = tempfile::tempdir().unwrap();
    plan(&folder, &server.template());
    let mut harness = window(&folder, Lang::Zh);
    click(&mut harness, "打开底图“影像”");
    for _ in 0..400 {
        if !server.asked().is_empty() {
            break;
        }
        wait(&mut harness, 1);
    }
    assert!(harness.state().tiles_waiting() > 8, "many are still to come");
    click(&mut harness, "关闭底图“影像”");
    let asked = server.asked().len();
    wait(&mut harness, 120);
    assert!(server.asked().len() <= asked + 4, "those that were on their way: {asked}, {}", server.asked().len());
}

#[test]
fn an_address_is_typed_tried_and_laid_beneath_the_plan_and_its_key_stays_out_of_it() {
    let server = Server::start(tile);
    let folder = tempfile::tempdir().unwrap();
    plan(&folder, &server.template());
    let mut harness = window(&folder, Lang::Zh);
    order(&mut harness, do_("add-backdrop"));
    harness.get_by_role_and_label(Role::ComboBox, "来源").click();
    harness.run_steps(3);
    harness.get_by_label("自定义地址（XYZ、TMS、WMTS）").click();
    harness.run_steps(3);
    fill(&mut harness, "瓦片地址", "ftp://h/{z}");
    assert!(harness.query_by_label_contains("应以 https:// 或 http:// 开头").is_some());
    let address = format!("http://{}/other/{{z}}/{{x}}/{{y}}?tk={{key}}", server.address);
    fill(&mut harness, "瓦片地址", &address);
    fill(&mut harness, "名称", "路网");
    fill(&mut harness, "密钥（tk）", "0123");
    click(&mut harness, "试取一个瓦片");
    until_said(&mut harness, "应答正常");
    assert!(server.asked().iter().all(|request| request.contains("/other/") && request.contains("tk=0123")));
    let asked = server.asked().len();
    click(&mut harness, "确定");
    until(&mut harness, |app| app.document().plan().unwrap().content().backdrops.len() == 2);
    let app = harness.state();
    let laid = &app.document().plan().unwrap().content().backdrops[1];
    assert_eq!((laid.name.as_str(), laid.address.as_str()), ("路网", address.as_str()));
    assert!(app.settings().tile_keys.values().any(|key| key == "0123"));
    assert!(!format!("{:?}", app.document().plan().unwrap().content()).contains("0123"));
    wait(&mut harness, 40);
    assert_eq!(server.asked().len(), asked, "it is laid switched off");
    order(&mut harness, do_("undo"));
    assert_eq!(harness.state().document().plan().unwrap().content().backdrops.len(), 1);
}

#[test]
fn tianditu_is_laid_by_name_with_its_names_above_and_waits_for_a_key() {
    let folder = tempfile::tempdir().unwrap();
    plan(&folder, "http://127.0.0.1:9/{z}/{x}/{y}");
    let mut harness = window(&folder, Lang::Zh);
    order(&mut harness, show(Dialog::Backdrop(None)));
    click(&mut harness, "确定");
    until(&mut harness, |app| app.document().plan().unwrap().content().backdrops.len() == 3);
    let names: Vec<String> = {
        let content = harness.state().document().plan().unwrap().content();
        content.backdrops.iter().map(|backdrop| backdrop.name.clone()).collect()
    };
    assert_eq!(names, ["影像", "天地图矢量", "天地图矢量注记"]);
    click(&mut harness, "打开底图“天地图矢量”");
    until_said(&mut harness, "需要密钥");
}

#[test]
fn a_picture_with_a_world_file_is_a_layer_and_a_broken_one_says_why() {
    let folder = tempfile::tempdir().unwrap();
    plan(&folder, "http://127.0.0.1:9/{z}/{x}/{y}");
    std::fs::write(folder.path().join("航片.png"), picture(64)).unwrap();
    std::fs::write(folder.path().join("航片.pgw"), "10\n0\n0\n-10\n421000\n3087500\n").unwrap();
    std::fs::write(folder.path().join("坏.jpg"), b"\xff\xd8\xff nothing").unwrap();
    let mut harness = window(&folder, Lang::Zh);
    let paths = ["航片.pgw", "坏.jpg"].map(|name| folder.path().join(name)).to_vec();
    order(&mut harness, Command::Add(paths));
    until(&mut harness, |app| app.session().dialog == Some(Dialog::Import) && app.jobs().running().is_empty());
    harness.run_steps(3);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(2);
    until(&mut harness, |app| app.document().loaded().is_some_and(|loaded| loaded.snapshot.layers.len() == 2));
    let loaded = harness.state().document().loaded().unwrap();
    assert!(loaded.snapshot.layers[1].image.is_some());
    let reason = loaded.snapshot.unusable[0].reason.say(Lang::Zh);
    assert!(reason.contains("坏.jpg") && reason.contains("损坏"), "{reason}");
    assert!(harness.query_all_by_label_contains("航片.png").count() > 0);
    until(&mut harness, |app| app.pictures() > 0);
}

#[test]
fn the_dialog_and_the_section_stand_in_a_small_window_of_either_language_and_dress() {
    for (lang, theme) in [(Lang::Zh, egui::Theme::Dark), (Lang::En, egui::Theme::Light)] {
        let folder = tempfile::tempdir().unwrap();
        plan(&folder, "http://127.0.0.1:9/{z}/{x}/{y}");
        let mut harness = window(&folder, lang);
        harness.ctx.set_theme(theme);
        for size in [[640.0, 400.0], [0.0, 0.0], [1440.0, 900.0]] {
            harness.set_size(size.into());
            harness.run_steps(3);
            order(&mut harness, show(Dialog::Backdrop(Some(0))));
            harness.run_steps(3);
            order(&mut harness, Command::Show(None));
        }
        order(&mut harness, Command::Backdrop(BackdropOrder::KeepOnDisk(0)));
        assert_eq!(harness.state().settings().tile_cache, 0);
        order(&mut harness, Command::Backdrop(BackdropOrder::EmptyCache));
        until(&mut harness, |app| !app.jobs().is_running(JobKind::EmptyCache));
    }
}
