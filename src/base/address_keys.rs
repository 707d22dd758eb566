//! Keys, tokens and passwords in the query of an address: whose they are is the user's secret, so they tell no page from
//! another and never leave the library.

/// Names that only a secret has, in lower case without `-`, `_` and `.`.
const NAMES: &[&str] = &[
    "accesskey",
    "accesstoken",
    "apikey",
    "apisecret",
    "apitoken",
    "appkey",
    "appsecret",
    "authkey",
    "authorization",
    "authtoken",
    "awsaccesskeyid",
    "bearer",
    "bearertoken",
    "clientsecret",
    "devkey",
    "developerkey",
    "feedkey",
    "feedtoken",
    "googleaccessid",
    "idtoken",
    "jwt",
    "licensekey",
    "ocpapimsubscriptionkey",
    "passwd",
    "password",
    "privatetoken",
    "refreshtoken",
    "rsskey",
    "rsstoken",
    "secret",
    "secretkey",
    "sharedaccesssignature",
    "subscriptionkey",
    "usertoken",
    "xamzcredential",
    "xamzsecuritytoken",
    "xamzsignature",
    "xapikey",
    "xgoogcredential",
    "xgoogsignature",
];
/// Names that a secret may have: `key=annual-report` is none.
const DOUBTFUL: &[&str] = &["auth", "key", "pwd", "sig", "signature", "token"];
/// A secret under such a name has at least so many letters and digits in one piece.
const SHORTEST: usize = 16;

/// Whether a pair `name=value` of a query is a secret.
pub(super) fn is_key(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let name: String = name.chars().filter(|c| !matches!(c, '-' | '_' | '.')).collect();
    let name = name.to_ascii_lowercase();
    if value.is_empty() {
        return false;
    }
    NAMES.contains(&name.as_str()) || (DOUBTFUL.contains(&name.as_str()) && is_made_by_chance(value))
}

/// Whether a value looks like drawn by chance rather than written: one long piece with digits and letters.
fn is_made_by_chance(value: &str) -> bool {
    let pieces = value.split(|c: char| !c.is_ascii_alphanumeric());
    pieces.filter(|piece| piece.len() >= SHORTEST).any(|piece| {
        piece.bytes().any(|byte| byte.is_ascii_digit())
            && piece.bytes().any(|byte| byte.is_ascii_alphabetic())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_its_owner_may_know_is_a_key() {
        for pair in [
            "api_key=x",
            "API-Key=1",
            "apikey=abc",
            "access_token=a",
            "X-Amz-Signature=ff",
            "Ocp-Apim-Subscription-Key=1",
            "password=a",
            "token=9f86d081884c7d65",
            "key=AIzaSyA1234567890abcdef",
            "sig=a%2Fb0123456789abcdef%3D",
        ] {
            assert!(is_key(pair), "{pair}");
        }
        for pair in [
            "key=annual-report-2026",
            "token=12345",
            "id=9f86d081884c7d65",
            "apikey=",
            "apikey",
            "keyword=ai",
            "sig=a1",
            "=",
        ] {
            assert!(!is_key(pair), "{pair}");
        }
    }
}
