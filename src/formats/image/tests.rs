//! Pictures of every format, placed, reduced and broken.

use std::fs;
use std::path::{Path, PathBuf};

use geo_types::Coord;
use tempfile::TempDir;
use tiff::encoder::{TiffEncoder, colortype};
use tiff::tags::Tag;

use crate::formats::{
    Format, RawLayer, ReadError, ReadOptions, can_be_layer, frame_for, layers_in, main_of, read, stamps,
};
use crate::geometry::mesh::Pinned;
use crate::handle::Handle;
use crate::layer::{Layer, Role, Shape, Stated};

/// The middle of the first pixel at 34 526 582.25 m, half a metre a pixel, north up.
const WORLD: &str = "0.5\n0\n0\n-0.5\n34526582.25\n3087389.75\n";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// A picture of 8 × 4 pixels, its columns as red.
fn png() -> Vec<u8> {
    let rgb: Vec<u8> =
        (0..4_u8).flat_map(|row| (0..8_u8).flat_map(move |column| [column * 10, row * 10, 77])).collect();
    encoded(image::ImageFormat::Png, &rgb)
}

fn jpeg() -> Vec<u8> {
    encoded(image::ImageFormat::Jpeg, &[128; 8 * 4 * 3])
}

fn encoded(format: image::ImageFormat, rgb: &[u8]) -> Vec<u8> {
    let picture = image::RgbImage::from_raw(8, 4, rgb.to_vec()).unwrap();
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A GeoTIFF of 8 × 4 pixels in strips of a row.
fn geotiff(keys: &[u16]) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
    let mut image = encoder.new_image::<colortype::RGB8>(8, 4).unwrap();
    image.rows_per_strip(1).unwrap();
    let tags = image.encoder();
    tags.write_tag(Tag::ModelPixelScaleTag, &[2.0, 2.0, 0.0][..]).unwrap();
    tags.write_tag(Tag::ModelTiepointTag, &[0.0, 0.0, 0.0, 526_000.0, 3_087_400.0, 0.0][..]).unwrap();
    tags.write_tag(Tag::GeoKeyDirectoryTag, keys).unwrap();
    let rgb: Vec<u8> =
        (0..4_u8).flat_map(|row| (0..8_u8).flat_map(move |column| [column * 10, row * 10, 77])).collect();
    image.write_data(&rgb).unwrap();
    bytes.into_inner()
}

const IN_4543: [u16; 8] = [1, 1, 0, 1, 3072, 0, 1, 4543];
const AT_POINTS: [u16; 12] = [1, 1, 0, 2, 1025, 0, 1, 2, 3072, 0, 1, 4543];

fn raw(path: &Path) -> Result<RawLayer, ReadError> {
    read(path, "影像", &ReadOptions::default(), &Handle::default())
}

fn placed(path: &Path, crs: Option<&str>) -> Layer {
    let raw = raw(path).unwrap_or_else(|error| panic!("{error}"));
    let frame = frame_for(crs, &[&raw]).unwrap();
    raw.into_layer(&frame, &Handle::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn corner(layer: &Layer, pixel: [f64; 2]) -> Coord<f64> {
    let laid = layer.image.as_ref().unwrap();
    let is_it = |corner: &Pinned| (corner.pixel[0] - pixel[0]).hypot(corner.pixel[1] - pixel[1]) < 1e-9;
    laid.mesh.triangles().flatten().find(is_it).unwrap().place
}

fn near(at: Coord<f64>, x: f64, y: f64) -> bool {
    (at.x - x).abs() < 1e-6 && (at.y - y).abs() < 1e-6
}

fn why(path: &Path) -> String {
    raw(path).unwrap_err().to_string()
}

#[test]
fn a_world_file_places_a_picture_34_million_metres_east_to_a_micrometre() {
    for (name, bytes, world, format) in
        [("影像.png", png(), "影像.pgw", Format::Png), ("影像.JPG", jpeg(), "影像.JGW", Format::Jpeg)]
    {
        let folder = folder(&[(name, &bytes), (world, WORLD.as_bytes())]);
        let path = folder.path().join(name);
        assert_eq!(raw(&path).unwrap().format, format);
        let layer = placed(&path, None);
        assert_eq!(layer.crs, "EPSG:4522", "the zone stands before the easting");
        assert!(near(corner(&layer, [0.0, 0.0]), 34_526_582.0, 3_087_390.0), "the corner, not the middle");
        assert!(near(corner(&layer, [8.0, 4.0]), 34_526_586.0, 3_087_388.0));
        assert!(matches!(&layer.features[0].shape, Shape::Area(region) if (region.area() - 8.0).abs() < 1e-6));
        let kept = &layer.image.as_ref().unwrap().image.levels()[0];
        assert_eq!(kept.size, [8, 4]);
    }
}

#[test]
fn a_picture_is_a_backdrop_whatever_its_name_or_the_plan_says() {
    let folder = folder(&[("用地.png", &png()), ("用地.pgw", WORLD.as_bytes())]);
    for roles in [None, Some(vec![Role::LandUse])] {
        let mut layer = placed(&folder.path().join("用地.png"), None);
        let told = layer.notices.len() + usize::from(roles.is_some());
        layer.assign(&Stated { roles, ..Stated::default() });
        assert_eq!((layer.roles.as_slice(), layer.notices.len()), (&[Role::Backdrop][..], told));
    }
}

#[test]
fn tags_of_a_geotiff_place_it_and_name_its_system() {
    let folder = folder(&[("a.tif", &geotiff(&IN_4543)), ("b.tif", &geotiff(&AT_POINTS))]);
    let layer = placed(&folder.path().join("a.tif"), None);
    assert_eq!(layer.crs, "EPSG:4543");
    assert!(near(corner(&layer, [0.0, 0.0]), 526_000.0, 3_087_400.0));
    assert!(near(corner(&layer, [8.0, 4.0]), 526_016.0, 3_087_392.0));
    let kept = &layer.image.as_ref().unwrap().image.levels()[0];
    assert_eq!(kept.rgba[(8 + 3) * 4..(8 + 3) * 4 + 4], [30, 10, 77, 255], "row 1, column 3");
    // Where a pixel is a point, half a pixel lies before it.
    let points = placed(&folder.path().join("b.tif"), None);
    assert!(near(corner(&points, [0.0, 0.0]), 525_999.0, 3_087_401.0));
}

#[test]
fn a_picture_in_another_system_bends_by_less_than_half_a_pixel() {
    // A photo of 60 km in web Mercator.
    let prj = crs_definitions::from_code(3857).unwrap().wkt;
    let world = "8000\n0\n0\n-8000\n11380000\n3240000\n";
    let folder = folder(&[("a.png", &png()), ("a.pgw", world.as_bytes()), ("a.prj", prj.as_bytes())]);
    let layer = placed(&folder.path().join("a.png"), Some("EPSG:4543"));
    let frame = frame_for(Some("EPSG:4543"), &[]).unwrap();
    let mercator = super::crs::numbered(3857).unwrap();
    let transfer = frame.transfer(&mercator).unwrap();
    let mut worst = 0.0_f64;
    for [a, b, c] in layer.image.as_ref().unwrap().mesh.triangles() {
        let share = |of: fn(&Pinned) -> f64| 0.3 * of(&a) + 0.3 * of(&b) + 0.4 * of(&c);
        let (column, row) = (share(|at| at.pixel[0]), share(|at| at.pixel[1]));
        let truly = Coord { x: 11_376_000.0 + 8_000.0 * column, y: 3_244_000.0 - 8_000.0 * row };
        let truly = transfer.apply(truly).unwrap();
        worst = worst.max((share(|at| at.place.x) - truly.x).hypot(share(|at| at.place.y) - truly.y) / 7_000.0);
    }
    assert!(worst < 0.5, "{worst} pixels");
}

#[test]
fn a_picture_without_a_place_says_which_file_is_missing() {
    let folder = folder(&[
        ("a.png", &png()),
        ("b.png", &png()),
        ("b.pgw", b"1 2 3"),
        ("c.png", &png()),
        ("c.pgw", b"0 0 0 0 5 5"),
    ]);
    let at = |name: &str| folder.path().join(name);
    assert!(why(&at("a.png")).contains("a.pgw"));
    assert!(why(&at("b.png")).contains("b.pgw") && why(&at("b.png")).contains("six numbers"));
    assert!(why(&at("c.png")).contains("no size"));
}

#[test]
fn no_broken_picture_makes_the_reader_panic_and_each_says_what_to_do() {
    let tif = geotiff(&IN_4543);
    for (name, bytes) in [("a.png", png()), ("a.jpg", jpeg()), ("a.tif", tif)] {
        for length in (0..bytes.len()).step_by(7) {
            let mut damaged = bytes.clone();
            damaged[length] ^= 0x55;
            for bytes in [&bytes[..length], &damaged] {
                let folder = folder(&[(name, bytes), ("a.wld", WORLD.as_bytes())]);
                if let Err(error) = raw(&folder.path().join(name)) {
                    assert!(error.to_string().len() > 20, "{error}");
                }
            }
        }
    }
}

#[test]
fn a_picture_of_many_pixels_in_a_short_file_takes_no_memory_for_them() {
    // A TIFF that claims 4 000 000 × 4 000 000 pixels in one strip.
    let mut tif = geotiff(&IN_4543);
    let entries = [256_u16, 257, 278];
    for at in 0..tif.len() - 12 {
        let tag = u16::from_le_bytes([tif[at], tif[at + 1]]);
        if entries.contains(&tag) && matches!(tif[at + 2], 3 | 4) && tif[at + 3] == 0 && tif[at + 4] == 1 {
            tif[at + 2] = 4;
            tif[at + 8..at + 12].copy_from_slice(&4_000_000_u32.to_le_bytes());
        }
    }
    let folder = folder(&[("a.tif", &tif)]);
    assert!(raw(&folder.path().join("a.tif")).is_err());
}

#[test]
fn folders_take_placed_pictures_and_their_parts_belong_to_them() {
    let tif = geotiff(&IN_4543);
    let (picture, photo) = (png(), jpeg());
    let files: [(&str, &[u8]); 5] =
        [("a.tif", &tif), ("b.png", &picture), ("b.pgw", WORLD.as_bytes()), ("photo.jpg", &photo), ("b.prj", b"")];
    let folder = folder(&files);
    let at = |name: &str| -> PathBuf { folder.path().join(name) };
    assert_eq!(layers_in(folder.path()).unwrap(), [at("a.tif"), at("b.png")], "a photo has no place");
    assert!(can_be_layer(&at("photo.jpg"), "photo.jpg").is_ok(), "named by hand it says what is missing");
    assert_eq!((main_of(&at("b.pgw")), main_of(&at("b.prj"))), (Some(at("b.png")), Some(at("b.png"))));
    let stamp = || stamps([at("b.png").as_path()]).remove(0);
    let before = stamp();
    fs::write(at("b.pgw"), "1\n0\n0\n-1\n34526582\n3087389\n").unwrap();
    assert_ne!(stamp(), before, "a picture that was placed anew is read again");
}
