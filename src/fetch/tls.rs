//! Why a connection could not be secured, in words for who cannot change the certificate.

use rustls::{CertificateError as Certificate, Error};

/// What was wrong, in plain words where it is one of the usual things, else in the library's.
pub(super) fn why_not_secure(error: &Error) -> String {
    let Error::InvalidCertificate(what) = error else { return error.to_string() };
    let words = match what {
        Certificate::UnknownIssuer => "nobody whom this system trusts vouches for its certificate",
        Certificate::Expired | Certificate::ExpiredContext { .. } => {
            "its certificate has run out (if the clock here is right)"
        }
        Certificate::NotValidYet | Certificate::NotValidYetContext { .. } => {
            "its certificate does not hold yet (if the clock here is right)"
        }
        Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => {
            "its certificate is for another name"
        }
        Certificate::Revoked => "its certificate was revoked",
        _ => return error.to_string(),
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_reasons_are_plain_words() {
        for (error, words) in [
            (Error::InvalidCertificate(Certificate::UnknownIssuer), "nobody whom this system trusts"),
            (Error::InvalidCertificate(Certificate::Expired), "has run out"),
            (Error::InvalidCertificate(Certificate::NotValidYet), "does not hold yet"),
            (Error::InvalidCertificate(Certificate::NotValidForName), "for another name"),
            (Error::InvalidCertificate(Certificate::Revoked), "was revoked"),
            (Error::InvalidCertificate(Certificate::BadEncoding), "invalid peer certificate"),
            (Error::HandshakeNotComplete, "handshake"),
        ] {
            let told = why_not_secure(&error);
            assert!(told.contains(words), "{told}");
        }
    }
}
