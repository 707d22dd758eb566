//! How cells look: dates, sums in their currency, links, the header.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, XlsxError};

use crate::base::Currency;

/// The looks of a workbook, each made once.
pub(super) struct Styles {
    pub(super) header: Format,
    pub(super) label: Format,
    pub(super) text: Format,
    pub(super) day: Format,
    pub(super) instant: Format,
    pub(super) link: Format,
    money: HashMap<(Option<Currency>, u32), Format>,
}

impl Default for Styles {
    fn default() -> Self {
        let header = Format::new()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(Color::RGB(0x1F_3A_5F))
            .set_align(FormatAlign::Top);
        Self {
            header,
            label: Format::new().set_bold().set_align(FormatAlign::Top),
            text: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            instant: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            link: Format::new().set_hyperlink(),
            money: HashMap::new(),
        }
    }
}

impl Styles {
    /// The look of a sum: its currency's sign before it, and as many decimal places as it has, two at least where any.
    pub(super) fn money(&mut self, sum: Decimal, currency: Option<Currency>) -> &Format {
        let places = match sum.normalize().scale() {
            0 => 0,
            places => places.clamp(2, 8),
        };
        self.money.entry((currency, places)).or_insert_with(|| {
            // The sign is ours, or three letters: nothing in it ends the quotation.
            let sign = currency.map(|currency| format!("\"{}\"", currency.sign())).unwrap_or_default();
            let fraction =
                if places == 0 { String::new() } else { format!(".{}", "0".repeat(places as usize)) };
            let figure = format!("{sign}#,##0{fraction}");
            Format::new().set_num_format(format!("{figure};-{figure}"))
        })
    }
}

/// An instant in UTC, as spreadsheets know days.
///
/// # Errors
/// When it lies before 1900 or after 9999.
pub(super) fn serial(instant: Timestamp) -> Result<ExcelDateTime, XlsxError> {
    let at = instant.to_zoned(TimeZone::UTC);
    let part = |part: i8| u8::try_from(part).unwrap_or_default();
    let year = u16::try_from(at.year()).unwrap_or_default();
    ExcelDateTime::from_ymd(year, part(at.month()), part(at.day()))?.and_hms(
        u16::try_from(at.hour()).unwrap_or_default(),
        part(at.minute()),
        f64::from(at.second()),
    )
}
