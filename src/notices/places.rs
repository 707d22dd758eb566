//! The places that end a printed address.

/// States, districts and territories of the United States, provinces, and countries that suppliers are printed with.
const REGIONS: &str = "Alabama|Alaska|American Samoa|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|D.C.|D.C|District of Columbia|Florida|Georgia|Guam|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Northern Mariana Islands|Ohio|Oklahoma|Oregon|Pennsylvania|Puerto Rico|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|U.S. Virgin Islands|Utah|Vermont|Virgin Islands|Virginia|Washington|West Virginia|Wisconsin|Wyoming|Alberta|British Columbia|Manitoba|New Brunswick|Newfoundland|Nova Scotia|Ontario|Quebec|Saskatchewan|New South Wales|Queensland|South Australia|Victoria|Western Australia|Afghanistan|Albania|Argentina|Australia|Austria|Bahamas|Bahrain|Bangladesh|Belgium|Belize|Bosnia|Bosnia and Herzegovina|Brazil|Bulgaria|Cameroon|Canada|Chile|Colombia|Costa Rica|Croatia|Cuba|Cyprus|Czech Republic|Denmark|Diego Garcia|Djibouti|Ecuador|Egypt|El Salvador|England|Estonia|Ethiopia|Finland|France|Georgia|Germany|Ghana|Gibraltar|Greece|Greenland|Guatemala|Haiti|Honduras|Hong Kong|Hungary|Iceland|India|Indonesia|Iraq|Ireland|Israel|Italy|Jamaica|Japan|Jordan|Kazakhstan|Kenya|Korea|Kosovo|Kuwait|Kyrgyzstan|Latvia|Lebanon|Libya|Lithuania|Luxembourg|Malaysia|Mali|Malta|Marshall Islands|Mexico|Moldova|Mongolia|Morocco|Nepal|Netherlands|The Netherlands|New Zealand|Nicaragua|Niger|Nigeria|Northern Ireland|North Macedonia|Norway|Oman|Pakistan|Palau|Panama|Peru|Philippines|Poland|Portugal|Qatar|Republic of Korea|Romania|Saudi Arabia|Scotland|Senegal|Serbia|Singapore|Slovakia|Slovenia|Somalia|South Africa|South Korea|Spain|Sri Lanka|Sweden|Switzerland|Taiwan|Tajikistan|Tanzania|Thailand|Trinidad and Tobago|Tunisia|Turkey|Turkmenistan|Uganda|Ukraine|United Arab Emirates|UAE|United Kingdom|U.K.|UK|Uruguay|Uzbekistan|Vietnam|Wales|Yemen|Zambia|APO AE|APO AP|Armed Forces Pacific|Armed Forces Europe";

/// Whether `text` is a state, province or country as addresses end with them.
pub(super) fn is_region(text: &str) -> bool {
    REGIONS.split('|').any(|region| region == text)
}

/// How many parts at the end of an address are regions: a state or country, and the province of a country that is
/// printed with both. At least one part is left.
pub(super) fn regions_at_end(parts: &[&str]) -> usize {
    let Some((last, rest)) = parts.split_last().filter(|(last, rest)| is_region(last) && !rest.is_empty())
    else {
        return 0;
    };
    let has_provinces = matches!(*last, "Canada" | "Australia" | "United Kingdom");
    1 + usize::from(has_provinces && rest.len() > 2 && rest.last().is_some_and(|part| is_region(part)))
}

/// The region that `text` ends with and where it begins: a printed comma is missing now and then ("Richmond Virginia").
pub(super) fn region_at_end(text: &str) -> Option<usize> {
    text.char_indices().filter(|(at, c)| *c == ' ' && is_region(&text[at + 1..])).map(|(at, _)| at).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_with_regions() {
        assert!(is_region("New York") && is_region("D.C.") && !is_region("Reston") && !is_region(""));
        assert_eq!(region_at_end("Richmond West Virginia"), Some(8));
        assert_eq!(region_at_end("Pell"), None);
    }
}
