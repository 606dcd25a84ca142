//! The plot: a row for each workload, a mark for each library, on a logarithmic axis.

use anyhow::Result;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::Report;
use crate::library::Library;
use crate::measure::programs::{Build, Profile};

const WIDTH: i32 = 1000;
const ROW: i32 = 24;
/// Between two groups of rows, with the title of the second.
const GROUP: i32 = 34;
const LEFT: i32 = 250;
const RIGHT: i32 = 28;
const TOP: i32 = 160;
/// The first row of the legend, and how far the next one is below.
const LEGEND: i32 = 86;
const LEGEND_ROW: i32 = 22;
const BOTTOM: i32 = 56;

const INK: RGBColor = RGBColor(31, 35, 40);
const FAINT_INK: RGBColor = RGBColor(101, 109, 118);
const GRID: RGBColor = RGBColor(228, 231, 235);
const BAND: RGBColor = RGBColor(247, 248, 250);
const FONT: &str = "-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif";

/// The ends of the axis.
const LEAST: f64 = 0.5;
const MOST: f64 = 10_000.0;

fn color(library: Library) -> RGBColor {
    match library {
        Library::HandWritten => INK,
        Library::Genfn | Library::GenfnPinned | Library::GenfnState => RGBColor(214, 40, 57),
        Library::Nightly => RGBColor(31, 35, 40),
        Library::Diapause | Library::AsynkStrim => RGBColor(46, 139, 87),
        Library::Genawaiter | Library::AsyncStream => RGBColor(36, 113, 196),
        Library::NextGen => RGBColor(94, 174, 230),
        Library::Fauxgen | Library::AsyncGen => RGBColor(129, 83, 196),
        Library::Remit => RGBColor(196, 129, 216),
        Library::YieldReturn | Library::AsyncFnStream => RGBColor(0, 150, 160),
        Library::Corosensei | Library::Unfold => RGBColor(214, 126, 16),
        Library::Generator => RGBColor(150, 98, 50),
    }
}

/// Of a size in pixels, centred on its line.
fn text(pixels: f64, color: &'static RGBColor, horizontal: HPos) -> TextStyle<'static> {
    // The crate divides sizes by this.
    let size = pixels * 1.24;
    TextStyle::from((FONT, size).into_font()).color(color).pos(Pos::new(horizontal, VPos::Center))
}

/// Where a ratio lies on the axis.
#[allow(clippy::cast_possible_truncation)]
fn x_of(ratio: f64) -> i32 {
    let part = (ratio.clamp(LEAST, MOST) / LEAST).ln() / (MOST / LEAST).ln();
    LEFT + (part * f64::from(WIDTH - LEFT - RIGHT)).round() as i32
}

/// An entry of the legend.
struct Entry {
    library: Library,
    left: i32,
    middle: i32,
}

impl Entry {
    /// Of a library, as wide as its mark and its name are.
    fn width(library: Library) -> i32 {
        17 + i32::try_from(library.name().len() * 7).expect("a name is short")
    }
}

/// The legend, in as many rows as it needs.
fn legend() -> Vec<Entry> {
    let (mut left, mut middle) = (24, LEGEND);
    let mut entries = Vec::new();
    for library in Library::ALL.into_iter().skip(1) {
        let width = Entry::width(library);
        if left + width > WIDTH - RIGHT {
            (left, middle) = (24, middle + LEGEND_ROW);
        }
        entries.push(Entry { library, left, middle });
        left += width + 17;
    }
    entries
}

/// The picture as SVG.
pub(super) fn draw(report: &Report<'_>) -> Result<String> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for workload in report.workloads {
        let title = workload.kind.title();
        match groups.last_mut() {
            Some((last, rows)) if *last == title => rows.push(workload.name),
            _ => groups.push((title, vec![workload.name])),
        }
    }
    let rows = i32::try_from(report.workloads.len())?;
    let bottom = TOP + rows * ROW + i32::try_from(groups.len())? * GROUP;
    let height = bottom + BOTTOM;
    let mut svg = String::new();
    {
        let size = (u32::try_from(WIDTH)?, u32::try_from(height)?);
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        area.fill(&WHITE)?;
        let title = text(21.0, &INK, HPos::Left);
        area.draw_text(
            "Time of a generator, compared with the hand-written iterator",
            &title,
            (24, 30),
        )?;
        let subtitle = text(13.0, &FAINT_INK, HPos::Left);
        let explanation = "Median ratio, on a logarithmic axis: 1 is as fast as hand-written, further \
                           left is faster. The release profile as it is.";
        area.draw_text(explanation, &subtitle, (24, 54))?;

        for Entry { library, left, middle } in legend() {
            mark(&area, library, (left + 6, middle))?;
            area.draw_text(library.name(), &text(13.0, &INK, HPos::Left), (left + 17, middle))?;
        }

        let mut y = TOP;
        let mut tops = Vec::new();
        for (title, names) in &groups {
            area.draw_text(title, &text(13.0, &FAINT_INK, HPos::Left), (24, y + GROUP / 2 + 4))?;
            y += GROUP;
            for name in names {
                if tops.len() % 2 == 0 {
                    let band = [(24, y), (WIDTH - RIGHT + 8, y + ROW)];
                    area.draw(&Rectangle::new(band, BAND.filled()))?;
                }
                tops.push((*name, y));
                y += ROW;
            }
        }
        for (ratio, label) in [
            (0.5, "0.5"),
            (1.0, "1"),
            (2.0, "2"),
            (5.0, "5"),
            (10.0, "10"),
            (20.0, "20"),
            (50.0, "50"),
            (100.0, "100"),
            (1_000.0, "1,000"),
            (10_000.0, "10,000"),
        ] {
            let x = x_of(ratio);
            let by_hand = label == "1";
            let style = if by_hand { INK.stroke_width(2) } else { GRID.stroke_width(1) };
            area.draw(&PathElement::new([(x, TOP + 8), (x, bottom + 6)], style))?;
            let ink = if by_hand { &INK } else { &FAINT_INK };
            area.draw_text(label, &text(12.0, ink, HPos::Center), (x, bottom + 20))?;
        }
        let caption = text(12.0, &FAINT_INK, HPos::Center);
        area.draw_text("times the hand-written iterator", &caption, (x_of(70.0), bottom + 40))?;

        for (name, top) in tops {
            let middle = top + ROW / 2;
            area.draw_text(name, &text(13.0, &INK, HPos::Right), (LEFT - 14, middle))?;
            // genfn last, on top of the others.
            for library in Library::ALL.into_iter().skip(1).rev() {
                let build =
                    Build { compiler: super::compiler_of(library), profile: Profile::Release };
                let timing = report.timing(name, library, build);
                if let Some(timing) = timing {
                    mark(&area, library, (x_of(timing.ratio.median), middle))?;
                }
            }
        }
        area.present()?;
    }
    Ok(svg)
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

/// genfn's is a large disc, a ring where it is pinned, and a triangle where its state is explicit; nightly's
/// a ring; what has stacks a square; another plain value a triangle.
fn mark(area: &Area<'_>, library: Library, (x, y): (i32, i32)) -> Result<()> {
    let color = color(library);
    match library {
        Library::Genfn => {
            area.draw(&Circle::new((x, y), 7, WHITE.filled()))?;
            area.draw(&Circle::new((x, y), 6, color.filled()))?;
        }
        Library::GenfnPinned | Library::Nightly => {
            area.draw(&Circle::new((x, y), 5, color.stroke_width(2)))?;
        }
        Library::Diapause | Library::GenfnState => {
            area.draw(&TriangleMarker::new((x, y), 6, color.filled()))?;
        }
        library if library.has_stacks() => {
            let corners = [(x - 4, y - 4), (x + 4, y + 4)];
            area.draw(&Rectangle::new(corners, color.mix(0.85).filled()))?;
        }
        _ => area.draw(&Circle::new((x, y), 4, color.mix(0.85).filled()))?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{Repeats, Timing};
    use crate::statistics::Summary;
    use crate::workloads;

    /// Where it lies between its quartiles does not matter here.
    fn certain(median: f64) -> Summary {
        Summary { lower_quartile: median, median, upper_quartile: median }
    }

    #[test]
    fn the_legend_lies_above_the_rows_and_within_the_picture() {
        for Entry { library, left, middle } in legend() {
            assert!(left + Entry::width(library) <= WIDTH - RIGHT, "{} is cut off", library.name());
            assert!(middle + LEGEND_ROW / 2 < TOP, "{} is among the rows", library.name());
        }
    }

    #[test]
    fn each_workload_has_a_row_and_each_library_is_in_the_legend() {
        let workloads = workloads::all();
        let mut report = Report::new(&workloads, &Profile::ALL, Repeats { runs: 1, rounds: 1 });
        for workload in &workloads {
            for (place, library) in Library::ALL.into_iter().enumerate() {
                if workload.leaves_out(library) {
                    continue;
                }
                report.timings.push(Timing {
                    workload: workload.name,
                    library,
                    build: Build {
                        compiler: super::super::compiler_of(library),
                        profile: Profile::Release,
                    },
                    movement: 0.0,
                    nanoseconds: certain(1.0),
                    ratio: certain(1.1_f64.powi(i32::try_from(place * place).unwrap())),
                    allocations: 0,
                    generators: 1,
                });
            }
        }
        let svg = draw(&report).unwrap();
        for workload in &workloads {
            assert!(svg.contains(workload.name), "{} has no row", workload.name);
        }
        for library in Library::ALL.into_iter().skip(1) {
            assert!(svg.contains(library.name()), "{} is not in the legend", library.name());
        }
    }
}
