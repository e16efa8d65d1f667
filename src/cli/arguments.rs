//! What was typed, as typed. Nothing is checked here beyond its form.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::text::Lang;

/// Checks urban plans clause by clause against a planning standard. 按规划标准逐条核查城市规划方案。
///
/// Without a command it opens the window: the last plan, the first time the sample.
///
/// Exit status: 0 no clause violated, 1 some clause violated (of compare: broken), 2 the work could not be done.
#[derive(Debug, Parser)]
#[command(name = "langdao", version, max_term_width = 110)]
pub(super) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// A subcommand.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Open a plan, a folder of layers, or files. 打开方案、图层文件夹或文件
    Open {
        /// A plan folder, a folder of layers, or files.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Check without a window. 核查并输出结果
    Check(CheckArguments),
    /// Write a report, the findings or what is drawn; the format follows the ending. 输出报告、问题点或绘制的要素
    Report(ReportArguments),
    /// Draw the plan true to scale on paper, with what violates marked (.pdf .svg .png). 按比例尺出图
    #[command(mut_arg("format", |arg| arg.hide(true)))]
    Map(MapArguments),
    /// Compare two proposals of a plan clause by clause; exit status 1 where the second breaks a clause. 比较两个比选方案
    Compare(CompareArguments),
    /// Show format, coordinate system, encoding, fields, role and everything wrong with files. 查看图层
    Inspect {
        /// Layer files, or folders of them.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Coordinate system of files that do not say theirs.
        #[arg(long, value_name = "EPSG:n")]
        crs: Option<String>,
        /// Encoding of attribute tables, whatever they say themselves.
        #[arg(long, value_name = "NAME")]
        encoding: Option<String>,
        /// Form of the output.
        #[arg(long, value_enum, default_value = "text")]
        format: OutputFormat,
        /// Language; that of the system otherwise.
        #[arg(long, value_enum)]
        lang: Option<Language>,
    },
    /// List, show, validate or export standards. 查看标准
    Standard {
        /// What to do with them.
        #[command(subcommand)]
        action: StandardAction,
    },
    /// Write the sample plan to a folder. 写出示例方案
    Sample {
        /// A folder that is new or empty.
        dir: PathBuf,
        /// Language; that of the system otherwise.
        #[arg(long, value_enum)]
        lang: Option<Language>,
    },
}

/// What to do with standards.
#[derive(Debug, Subcommand)]
pub(super) enum StandardAction {
    /// The built-in standards.
    List {
        /// Language; that of the system otherwise.
        #[arg(long, value_enum)]
        lang: Option<Language>,
    },
    /// The clauses of a standard, or one clause with all that it rests on.
    Show {
        /// Id of a built-in standard, path of a standard file, or id of a clause.
        id: String,
        /// Id of a clause of the standard.
        clause: Option<String>,
        /// Language; that of the system otherwise.
        #[arg(long, value_enum)]
        lang: Option<Language>,
    },
    /// Everything wrong with a standard file.
    Validate {
        /// The file.
        file: PathBuf,
        /// Language; that of the system otherwise.
        #[arg(long, value_enum)]
        lang: Option<Language>,
    },
    /// The text of a built-in standard, to start another one from.
    Export {
        /// Its id.
        id: String,
        /// Write here instead of standard output.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Language; that of the system otherwise.
        #[arg(long, value_enum)]
        lang: Option<Language>,
    },
}

/// What is said over a plan, and how it is loaded.
#[derive(Args, Debug)]
pub(super) struct PlanArguments {
    /// Id of a built-in standard, or path of a standard file.
    #[arg(long, value_name = "ID|FILE")]
    pub(super) standard: Option<String>,
    /// Roles of a file; may repeat.
    #[arg(long = "role", value_name = "ROLE=FILE")]
    pub(super) roles: Vec<String>,
    /// Coordinate system to measure in; files without a zone or system of their own are taken to be in it.
    #[arg(long, value_name = "EPSG:n")]
    pub(super) crs: Option<String>,
    /// Encoding of files that do not say theirs.
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// A figure that is typed in; may repeat.
    #[arg(long = "set", value_name = "FIGURE=VALUE")]
    pub(super) figures: Vec<String>,
    /// The county that the plan belongs to.
    #[arg(long)]
    pub(super) county: Option<String>,
    /// Evaluation year.
    #[arg(long)]
    pub(super) year: Option<i32>,
    /// Only this clause; may repeat.
    #[arg(long = "clause", value_name = "ID")]
    pub(super) clauses: Vec<String>,
    /// Form of what goes to standard output.
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: OutputFormat,
    /// Language; that of the system otherwise.
    #[arg(long, value_enum)]
    pub(super) lang: Option<Language>,
    /// Go on without layers that cannot be used.
    #[arg(long)]
    pub(super) keep_going: bool,
    /// Threads to use; all cores otherwise. The last one given holds.
    #[arg(long, value_name = "N", overrides_with = "threads")]
    pub(super) threads: Option<usize>,
}

/// What `check` and `report` take.
#[derive(Args, Debug)]
pub(super) struct CheckArguments {
    /// A plan folder, a folder of layers, or files.
    #[arg(required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// The proposal of the plan to take; the one that is open in it otherwise.
    #[arg(long, value_name = "NAME")]
    pub(super) proposal: Option<String>,
    /// What `compare` takes too.
    #[command(flatten)]
    pub(super) plan: PlanArguments,
    /// Write here; the ending names the form (.pdf .docx .xlsx .html .gpkg .shp .dxf .geojson .csv .json .txt). May repeat.
    #[arg(short, long = "output", value_name = "FILE")]
    pub(super) outputs: Vec<PathBuf>,
    /// Date that reports bear, such as 2026-05-08; without it that of the plan, else none.
    #[arg(long, value_name = "DATE")]
    pub(super) date: Option<String>,
    /// Paper of .pdf and .docx.
    #[arg(long, value_enum, default_value = "a4-a3")]
    pub(super) paper: PaperArgument,
    /// A typst template in place of the built-in one, for .pdf.
    #[arg(long, value_name = "FILE.typ")]
    pub(super) template: Option<PathBuf>,
    /// Encoding of texts in shapefiles that are written.
    #[arg(long, value_enum, default_value = "utf-8")]
    pub(super) shp_encoding: TextCodeArgument,
    /// Fail also on clauses that are not judged and on any reading that is missed.
    #[arg(long)]
    pub(super) strict: bool,
}

/// What `compare` takes.
#[derive(Args, Debug)]
pub(super) struct CompareArguments {
    /// The folder of a plan, or its plan file.
    pub(super) path: PathBuf,
    /// The proposal to start from.
    pub(super) a: String,
    /// The proposal that is weighed against it.
    pub(super) b: String,
    /// What `check` takes too.
    #[command(flatten)]
    pub(super) plan: PlanArguments,
    /// Write here; the ending names the form (.csv .json .txt). May repeat.
    #[arg(short, long = "output", value_name = "FILE")]
    pub(super) outputs: Vec<PathBuf>,
}

/// What `report` takes.
#[derive(Args, Debug)]
pub(super) struct ReportArguments {
    /// What `check` takes too.
    #[command(flatten)]
    pub(super) check: CheckArguments,
    /// Write the features drawn in the plan (.shp .geojson) instead of the findings; nothing is checked.
    #[arg(long, conflicts_with = "yearly")]
    pub(super) drawn: bool,
    /// Write the yearly return (.xlsx .docx): every indicator with value, target, year and source, by county.
    #[arg(long)]
    pub(super) yearly: bool,
}

/// What `map` takes.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line, each by itself")]
pub(super) struct MapArguments {
    /// A plan folder, a folder of layers, or files.
    #[arg(required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// The proposal of the plan to take; the one that is open in it otherwise.
    #[arg(long, value_name = "NAME")]
    pub(super) proposal: Option<String>,
    /// What `check` takes too; with `--clause` only its places are marked.
    #[command(flatten)]
    pub(super) plan: PlanArguments,
    /// Write here; the ending names the form (.pdf .svg .png). Of several sheets each has its number in its name. May repeat.
    #[arg(short, long = "output", value_name = "FILE")]
    pub(super) outputs: Vec<PathBuf>,
    /// Scale, such as 5000 or 1:5000; the largest usual one that fits on one sheet otherwise. What does not fit is drawn on
    /// several sheets.
    #[arg(long, value_name = "DENOMINATOR")]
    pub(super) scale: Option<String>,
    /// Paper.
    #[arg(long, value_enum, ignore_case = true, default_value = "a3")]
    pub(super) paper: PaperSizeArgument,
    /// Wider than high; as the plan lies otherwise.
    #[arg(long)]
    pub(super) landscape: bool,
    /// Higher than wide.
    #[arg(long, conflicts_with = "landscape")]
    pub(super) portrait: bool,
    /// Dots per inch of .png.
    #[arg(long, value_name = "N", default_value_t = 300)]
    pub(super) dpi: u32,
    /// Only these layers: names of files, or roles.
    #[arg(long, value_name = "LAYER,...", value_delimiter = ',')]
    pub(super) layers: Vec<String>,
    /// All layers but these.
    #[arg(long, value_name = "LAYER,...", value_delimiter = ',')]
    pub(super) hide: Vec<String>,
    /// One sheet about this place, east and north in the plan's system, instead of the whole plan.
    #[arg(long, value_name = "EAST,NORTH", allow_hyphen_values = true)]
    pub(super) at: Option<String>,
    /// Mark nothing; nothing is checked.
    #[arg(long, conflicts_with = "clauses")]
    pub(super) no_marks: bool,
    /// Leave out names.
    #[arg(long)]
    pub(super) no_names: bool,
    /// A thematic map: road-density, green-share, park-distance, building-coverage or floor-area-ratio, by cells
    /// (road-density:cell=500) or by planning units (road-density:units).
    #[arg(long, value_name = "THEME")]
    pub(super) theme: Option<String>,
    /// What stands above the map; the plan's name otherwise.
    #[arg(long)]
    pub(super) title: Option<String>,
    /// Date that the map bears, such as 2026-05-08; without it that of the plan, else none.
    #[arg(long, value_name = "DATE")]
    pub(super) date: Option<String>,
}

/// Paper of maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PaperSizeArgument {
    /// 210 × 297 mm
    A4,
    /// 297 × 420 mm
    A3,
    /// 420 × 594 mm
    A2,
    /// 594 × 841 mm
    A1,
    /// 841 × 1189 mm
    A0,
}

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// Paper of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PaperArgument {
    /// Text on A4, the map of the whole plan on A3.
    #[value(name = "a4-a3")]
    A4A3,
    /// Everything on A4.
    A4,
}

/// Encoding of texts in shapefiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TextCodeArgument {
    /// UTF-8
    #[value(name = "utf-8")]
    Utf8,
    /// GBK, for older programs.
    Gbk,
}

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    /// 中文
    Zh,
    /// English
    En,
}

impl Language {
    /// The language asked for, else that of the system.
    pub(super) fn or_system(asked: Option<Self>) -> Lang {
        match asked {
            Some(Self::Zh) => Lang::Zh,
            Some(Self::En) => Lang::En,
            None => crate::text::system_lang(),
        }
    }
}
