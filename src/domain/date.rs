//! Dates as sources give them: a year, a month or a day.

use std::fmt;
use std::str::FromStr;

/// A date of the form `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (ISO 8601, years 1000 to 9999).
///
/// Ordered by time; a coarser date sorts before the finer ones inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

/// Why a date was not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD, for example 2020-11")]
pub struct DateError(pub String);

impl PartialDate {
    /// The year, 1000 to 9999.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12, when known.
    pub const fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, 1 to 31, when known.
    pub const fn day(self) -> Option<u8> {
        self.day
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(s: &str) -> Result<Self, DateError> {
        let fail = || DateError(s.to_owned());
        let digits = |part: &str, len: usize| -> Option<u16> {
            (part.len() == len && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
        };
        let mut parts = s.split('-');
        let year = parts.next().and_then(|p| digits(p, 4)).filter(|y| *y >= 1000).ok_or_else(fail)?;
        let month = match parts.next() {
            Some(p) => Some(digits(p, 2).and_then(|m| time::Month::try_from(m as u8).ok()).ok_or_else(fail)?),
            None => None,
        };
        let day = match (parts.next(), month) {
            (Some(p), Some(month)) => {
                let day = digits(p, 2).ok_or_else(fail)? as u8;
                time::Date::from_calendar_date(i32::from(year), month, day).map_err(|_| fail())?;
                Some(day)
            }
            _ => None,
        };
        if parts.next().is_some() {
            return Err(fail());
        }
        Ok(Self { year, month: month.map(u8::from), day })
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints_the_three_forms() {
        for s in ["2020", "2020-11", "2020-11-12", "2024-02-29"] {
            assert_eq!(s.parse::<PartialDate>().expect(s).to_string(), s);
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for s in [
            "",
            "20",
            "0999",
            "2020-13",
            "2020-00",
            "2023-02-29",
            "2020-1",
            "2020-11-12-1",
            "Nov 2020",
            "2020-+1",
            "２０２０",
        ] {
            assert!(s.parse::<PartialDate>().is_err(), "{s}");
        }
    }

    #[test]
    fn sorts_by_time() {
        let d = |s: &str| s.parse::<PartialDate>().expect(s);
        assert!(d("2020") < d("2020-01") && d("2020-11") < d("2020-11-01") && d("2020-12-31") < d("2021"));
    }
}
