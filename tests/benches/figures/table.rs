//! The table that the program prints, line by line as they come.

use std::process::ExitCode;

use crate::series::Series;

/// What a figure counts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unit {
    Nanoseconds,
    Microseconds,
    Milliseconds,
    Bytes,
    PerSecond,
    /// How often something happened.
    Times,
    /// A multiple of something.
    Fold,
}

impl Unit {
    fn show(self, figure: f64) -> String {
        match self {
            Self::Nanoseconds => format!("{figure:.0} ns"),
            Self::Microseconds if figure < 10.0 => format!("{figure:.2} us"),
            Self::Microseconds => format!("{figure:.0} us"),
            Self::Milliseconds => format!("{figure:.2} ms"),
            Self::Bytes => format!("{figure:.0} B"),
            Self::PerSecond => format!("{figure:.0} /s"),
            Self::Times => format!("{figure:.0}"),
            Self::Fold => format!("{figure:.2} x"),
        }
    }
}

/// What is promised.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Promise {
    /// Nothing: the line is there to compare others with.
    Nothing,
    /// The figure is at most so large.
    AtMost { must: f64, aim: f64 },
    /// The figure is at most so many times the floor.
    AtMostFold { must: f64, aim: f64 },
    /// The figure is at least such a part of the floor.
    AtLeastFold { must: f64, aim: f64 },
    /// The figure is this, and nothing else will do.
    Exactly(u32),
}

/// One line of the table.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) row: u8,
    pub(crate) what: String,
    pub(crate) unit: Unit,
    pub(crate) measured: Series,
    pub(crate) floor: Option<Series>,
    pub(crate) promise: Promise,
}

impl Line {
    /// A line of something that is counted exactly.
    pub(crate) fn counted(row: u8, what: &str, count: u64, promised: u32) -> Self {
        Self {
            row,
            what: what.to_owned(),
            unit: Unit::Times,
            measured: Series::from_iter([count as f64]),
            floor: None,
            promise: Promise::Exactly(promised),
        }
    }

    fn ratio(&self) -> Option<f64> {
        self.floor.as_ref().map(|floor| self.measured.over(floor).median())
    }
}

/// How a figure stands to what is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Met {
    Aim,
    Must,
    No,
}

/// The lines so far.
#[derive(Debug)]
pub(crate) struct Table {
    /// The rows whose count is wrong.
    broken: Vec<u8>,
}

impl Table {
    /// Prints the head.
    pub(crate) fn begin() -> Self {
        print_columns([
            "row",
            "what",
            "measured",
            "p10 .. p90",
            "floor",
            "ratio",
            "must",
            "aim",
            "met",
        ]);
        println!("{}", "-".repeat(152));
        Self { broken: Vec::new() }
    }

    /// Prints a line.
    pub(crate) fn add(&mut self, line: &Line) {
        let show = |figure| line.unit.show(figure);
        let fold = |figure| Unit::Fold.show(figure);
        let (measured, ratio) = (line.measured.median(), line.ratio());
        let (must, aim, met) = match line.promise {
            Promise::Nothing => (String::new(), String::new(), None),
            Promise::AtMost { must, aim } => (
                format!("<= {}", show(must)),
                format!("<= {}", show(aim)),
                Some(judge(measured <= must, measured <= aim)),
            ),
            Promise::AtMostFold { must, aim } => (
                format!("<= {}", fold(must)),
                format!("<= {}", fold(aim)),
                ratio.map(|ratio| judge(ratio <= must, ratio <= aim)),
            ),
            Promise::AtLeastFold { must, aim } => (
                format!(">= {}", fold(must)),
                format!(">= {}", fold(aim)),
                ratio.map(|ratio| judge(ratio >= must, ratio >= aim)),
            ),
            Promise::Exactly(count) => {
                let kept = (measured - f64::from(count)).abs() < 0.5;
                (show(count.into()), show(count.into()), Some(judge(kept, kept)))
            }
        };
        if let (Promise::Exactly(_), Some(Met::No)) = (line.promise, met) {
            self.broken.push(line.row);
        }
        let spread = format!(
            "{} .. {}",
            show(line.measured.quantile(0.1)),
            show(line.measured.quantile(0.9))
        );
        let exact = matches!(line.promise, Promise::Exactly(_));
        print_columns([
            &line.row.to_string(),
            &line.what,
            &show(measured),
            if exact { "" } else { &spread },
            &line
                .floor
                .as_ref()
                .map(|floor| show(floor.median()))
                .unwrap_or_default(),
            &ratio.map(fold).unwrap_or_default(),
            &must,
            &aim,
            match met {
                None => "",
                Some(Met::Aim) => "aim",
                Some(Met::Must) => "must",
                Some(Met::No) => "NO",
            },
        ]);
    }

    /// Prints what the figures mean, and answers how the program ends.
    pub(crate) fn end(self) -> ExitCode {
        println!("\n{NOTES}");
        if self.broken.is_empty() {
            return ExitCode::SUCCESS;
        }
        println!("\nrows {:?} promise an exact count, and do not keep it", self.broken);
        ExitCode::FAILURE
    }
}

fn judge(must: bool, aim: bool) -> Met {
    match (must, aim) {
        (_, true) => Met::Aim,
        (true, false) => Met::Must,
        (false, false) => Met::No,
    }
}

fn print_columns(columns: [&str; 9]) {
    let [row, what, measured, spread, floor, ratio, must, aim, met] = columns;
    println!("{row:>3}  {what:<56} {measured:>11}  {spread:>24} {floor:>11} {ratio:>8}  {must:>11}  {aim:>11}  {met}");
}

const NOTES: &str = "\
Figures are medians of batches; a ratio is the median of the ratios of one round. Customers have 50 entitlements.
Rows 1, 2, 5 and 6 count the time that the thread was running, row 4 the time that went by.
Outage and setback in row 3: the entry is due for a refresh, but the reads of many customers, or of this one, have just failed.
Floors, all in this run:
 1, 2, 5  both clocks, two lookups in maps under a read lock, a comparison, the same answer; customers are only numbers
 4        the first line: one thread alone (so the ratio is that of two threads to one); the second: the floor of row 1 likewise
 6        a copy of the finished answer
 7        what differs between customers and nothing else, in a map
 8        a ring of blocks of 5 kB that holds as many bytes, through which as much flows
 9, 10    a bare reqwest GET of the same 45 kB, and serde into structs with the same members; for reading alone, only the latter
 13       a new reqwest client, GET and serde; like the client's in a process of its own, from after the start of its runtime
Rows 1 to 8 have no network: an in-process transport answers, and says once that realtime updates arrive. Rows 9 to 11 and
the first line of 12 run with realtime updates off, 13 and the second line of 12 try in vain to connect. Rows 2 and 7 have
a cache of 1 GiB, row 8 one of 32 MiB; everything else is at its default.";
