//! Undoing what `Content-Encoding` names (RFC 9110 section 8.4), never beyond a limit.

use std::io::{self, Read};

use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};

/// What is asked for.
pub(super) const ACCEPTED: &str = "gzip, br, zstd, deflate";
/// No more codings than this are undone: each may multiply what the next one has to read.
const MOST_CODINGS: usize = 2;
/// RFC 9659: what is sent over HTTP needs a window of at most 8 MiB.
const ZSTD_WINDOW_LOG: u32 = 23;

/// Why a body does not unpack.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum UnpackError {
    /// More than the limit comes out.
    TooLarge,
    /// What it says of itself is not so.
    Broken(String),
}

/// Unpacks `packed`, which was packed by the codings named in `encodings`, to at most `most` bytes.
///
/// With `cut`, more than `most` bytes are cut there, and what ends too early is taken as far as it goes.
pub(super) fn unpack(
    packed: Vec<u8>,
    encodings: Option<&str>,
    most: usize,
    cut: bool,
) -> Result<Vec<u8>, UnpackError> {
    let named = encodings.unwrap_or_default().split(',').map(|name| name.trim().to_ascii_lowercase());
    let codings: Vec<String> = named.filter(|name| !matches!(name.as_str(), "" | "identity")).collect();
    if codings.len() > MOST_CODINGS {
        return Err(UnpackError::Broken(format!("it is packed {} times over", codings.len())));
    }
    let mut bytes = packed;
    // Some servers name a coding where there is no body at all.
    if !bytes.is_empty() {
        // The last coding named was applied last.
        for coding in codings.iter().rev() {
            bytes = undo(coding, &bytes, most, cut)?;
        }
    }
    if bytes.len() > most {
        if !cut {
            return Err(UnpackError::TooLarge);
        }
        bytes.truncate(most);
    }
    Ok(bytes)
}

fn undo(coding: &str, packed: &[u8], most: usize, cut: bool) -> Result<Vec<u8>, UnpackError> {
    match coding {
        "gzip" | "x-gzip" => gunzip(packed, most, cut),
        "br" => read(brotli_decompressor::Decompressor::new(packed, 16 << 10), most, cut, "brotli"),
        "zstd" => {
            let decoder = zstd::stream::read::Decoder::with_buffer(packed).and_then(|mut decoder| {
                decoder.window_log_max(ZSTD_WINDOW_LOG)?;
                Ok(decoder)
            });
            read(decoder.map_err(|error| UnpackError::Broken(error.to_string()))?, most, cut, "zstd")
        }
        // The standard means zlib's frame; some servers send the bare stream.
        "deflate" if is_zlib(packed) => read(ZlibDecoder::new(packed), most, cut, "deflate"),
        "deflate" => read(DeflateDecoder::new(packed), most, cut, "deflate"),
        other => Err(UnpackError::Broken(format!(
            "nobody asked for content coding {:?}",
            crate::base::printable(other)
        ))),
    }
}

/// All members; what follows them that is no member is passed over, as browsers do.
fn gunzip(mut packed: &[u8], most: usize, cut: bool) -> Result<Vec<u8>, UnpackError> {
    let mut bytes = Vec::new();
    loop {
        let mut decoder = GzDecoder::new(packed);
        bytes.extend(read(&mut decoder, most.saturating_sub(bytes.len()), cut, "gzip")?);
        packed = decoder.into_inner();
        if bytes.len() > most {
            return if cut { Ok(bytes) } else { Err(UnpackError::TooLarge) };
        }
        if !packed.starts_with(&[0x1f, 0x8b]) {
            return Ok(bytes);
        }
    }
}

fn is_zlib(packed: &[u8]) -> bool {
    // RFC 1950: the method is 8, and the first two bytes are a multiple of 31.
    matches!(packed, [first, second, ..] if first & 15 == 8 && u16::from_be_bytes([*first, *second]) % 31 == 0)
}

/// Reads one byte beyond the limit, so that the caller sees that there is more.
fn read(decoder: impl Read, most: usize, cut: bool, coding: &str) -> Result<Vec<u8>, UnpackError> {
    let mut bytes = Vec::new();
    match decoder.take(most as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() > most && !cut => Err(UnpackError::TooLarge),
        Ok(_) => Ok(bytes),
        Err(error) if cut && error.kind() == io::ErrorKind::UnexpectedEof => Ok(bytes),
        Err(error) => Err(UnpackError::Broken(format!("it is no whole {coding}: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    use super::*;

    const TEXT: &[u8] =
        b"The Army awarded Acme a contract worth $100 million. The Army awarded Acme another.";
    /// [`TEXT`] in brotli, as `brotli -q 11` writes it.
    const BROTLI: &[u8] = &[
        27, 82, 0, 224, 157, 9, 188, 9, 235, 234, 216, 129, 25, 153, 244, 42, 65, 96, 168, 50, 136, 36, 172,
        99, 198, 208, 228, 180, 75, 89, 91, 30, 112, 200, 129, 195, 151, 68, 158, 102, 81, 48, 145, 51, 74,
        178, 118, 252, 156, 220, 195, 95, 51, 205, 145, 130, 74, 148, 47, 97, 15, 41, 53, 3,
    ];

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::best());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut out = ZlibEncoder::new(Vec::new(), Compression::best());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut out = DeflateEncoder::new(Vec::new(), Compression::best());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn all_codings_that_are_asked_for_are_undone() {
        let zstd = zstd::encode_all(TEXT, 3).unwrap();
        for (encodings, packed) in [
            (None, TEXT.to_vec()),
            (Some("identity"), TEXT.to_vec()),
            (Some("gzip"), gzip(TEXT)),
            (Some(" X-GZIP "), gzip(TEXT)),
            (Some("br"), BROTLI.to_vec()),
            (Some("zstd"), zstd.clone()),
            (Some("deflate"), zlib(TEXT)),
            (Some("deflate"), deflate(TEXT)),
            (Some("gzip, identity, gzip"), gzip(&gzip(TEXT))),
            (Some("zstd, gzip"), gzip(&zstd)),
            (Some("gzip"), [gzip(&TEXT[..20]), gzip(&TEXT[20..]), b"\0\0rubbish".to_vec()].concat()),
        ] {
            assert_eq!(unpack(packed, encodings, 1000, false).as_deref(), Ok(TEXT), "{encodings:?}");
        }
        assert_eq!(unpack(Vec::new(), Some("gzip"), 10, false), Ok(Vec::new()));
    }

    #[test]
    fn bombs_stop_at_the_limit() {
        let zeros = vec![0; 5_000_000];
        for (encodings, packed) in [
            ("gzip", gzip(&zeros)),
            ("deflate", zlib(&zeros)),
            ("zstd", zstd::encode_all(zeros.as_slice(), 3).unwrap()),
            ("gzip, gzip", gzip(&gzip(&zeros))),
            ("identity", zeros.clone()),
            ("gzip", [gzip(&zeros[..600]), gzip(&zeros[..600])].concat()),
        ] {
            assert_eq!(
                unpack(packed.clone(), Some(encodings), 1000, false),
                Err(UnpackError::TooLarge),
                "{encodings}"
            );
            assert_eq!(unpack(packed, Some(encodings), 1000, true).map(|b| b.len()), Ok(1000), "{encodings}");
        }
    }

    #[test]
    fn what_does_not_unpack_is_an_error() {
        let cut = gzip(TEXT)[..40].to_vec();
        for (encodings, packed) in [
            ("gzip", b"plain".to_vec()),
            ("gzip", cut.clone()),
            ("br", b"plain text".to_vec()),
            ("zstd", b"plain".to_vec()),
            ("deflate", b"plain".to_vec()),
            ("compress", b"plain".to_vec()),
            ("gzip,gzip,gzip", gzip(TEXT)),
        ] {
            let error = unpack(packed, Some(encodings), 1000, false).unwrap_err();
            assert!(matches!(error, UnpackError::Broken(_)), "{encodings}: {error:?}");
        }
        let start = unpack(cut, Some("gzip"), 1000, true).unwrap();
        assert!(TEXT.starts_with(&start), "{start:?}");
    }

    proptest! {
        #[test]
        fn any_bytes_unpack_or_do_not(bytes in proptest::collection::vec(any::<u8>(), 0..200), coding in 0..4_usize, cut: bool) {
            let coding = ["gzip", "br", "zstd", "deflate"][coding];
            if let Ok(unpacked) = unpack(bytes, Some(coding), 500, cut) {
                prop_assert!(unpacked.len() <= 500);
            }
        }
    }
}
