//! The words that say what happened: one pattern per kind of event, and the nouns of the trade.

use std::sync::LazyLock;

use crate::base::{Family, Member, Openings, Pattern};

/// Compiles a pattern that is part of the program, white space in it ignored, case ignored; `<noun>` and `<gap>` stand
/// for [`NOUN`] and [`GAP`].
fn compile(pattern: &str) -> Pattern {
    let pattern = pattern.replace("<noun>", NOUN).replace("<gap>", GAP);
    Pattern::new(format!("(?ix){pattern}"))
}

macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $pattern:expr;)*) => {
        static ALL: LazyLock<Family> = LazyLock::new(|| Family::of([$(compile($pattern)),*]));

        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Number {
            $($name),*
        }

        $($(#[$doc])* pub(super) static $name: Member = Member::new(&ALL, Number::$name as usize);)*
    };
}

/// Where in a sentence the patterns may begin.
pub(super) fn openings(sentence: &str) -> Openings<'_> {
    ALL.openings(sentence)
}

/// What is won, signed or placed.
const NOUN: &str = r"(?:(?:sub)?contracts?|task\sorders?|delivery\sorders?|(?:purchase|funding|phase\siii)\sorders?|orders?|deals?|agreements?|awards?|grants?|memorand(?:um|a)\sof\sunderstanding|MOUs?|BPAs?|OTAs?|OT\sagreements?|framework|licen[cs]es?|follow-ons?|IDIQ|procurement\sdeal|pact|accord|arrangement|marchés?|contrats?)";
/// Up to fourteen words between a verb and its noun, not across a semicolon or colon.
const GAP: &str = r"(?:[\s,]+(?:[^\s;:,]+)){0,14}?[\s,]+";

patterns! {
    /// A verb of winning or giving, and what is won.
    AWARD = r"\b(?:award(?:s|ed|ing)?|hand(?:s|ed|ing)|gave|gives?|given|giving|grant(?:s|ed)|issued|issues|won|wins?|winning|secur(?:es|ed|ing)|land(?:s|ed|ing)|clinch(?:es|ed)|bag(?:s|ged)|sign(?:s|ed|ing)?|ink(?:s|ed|ing)|str(?:ikes?|uck|iking)|receiv(?:es|ed)|gets?|got|captur(?:es|ed)|nab(?:s|bed)|reach(?:es|ed)|clos(?:es|ed)|enter(?:s|ed)\sinto|finali[sz](?:es|ed)|approv(?:es|ed)|plac(?:es|ed)|agreed\sto|attribu(?:é|e)|obtenu|remport(?:é|e)|décroch(?:é|e)|signé|annoncé|announc(?:es|ed)|unveil(?:s|ed)|(?:now\s|already\s)?holds?|hand(?:s|ed)\sout|went\sahead\swith|picked\sup|put\stheir\snames\sto)<gap>(?:an?\s|the\s|its\s)?(?:[\w$.,-]+\s){0,4}?<noun>\b";
    /// What is won, and a passive verb.
    AWARDED = r"\b<noun>\b<gap>?(?:was|were|has\sbeen|have\sbeen|is|are|been)\s(?:\w+\s)?(?:awarded|won|signed|handed|given|issued|placed|let|announced)\b|\b<noun>\s(?:\w+\s){0,3}?(?:went|goes|gone|awarded|issued|signed|announced|won)\b";
    /// A body chooses or buys.
    CHOOSES = r"\b(?:awarded|select(?:s|ed)|cho(?:se|oses|sen)|pick(?:s|ed)|tap(?:s|ped)|contracted|named\s(?:as\s)?(?:the\s)?(?:primary|prime|main|sole)|turn(?:s|ed)\sto|bought|buy(?:s|ing)?|purchas(?:es|ed|ing)|procur(?:es|ed)|subscrib(?:es|ed)|signs?\sup|signed\sup|hir(?:es|ed))\b";
    /// "won $10 million from", "obligated $252 million to".
    PAID = r"\b(?:won|secured|received|landed|obligated|paid|pays|awarded|gets|got)\s(?:\w+\s){0,3}?[$£€₹\d]";
    /// The noun alone, tied to somebody: "a $200 million deal with", "under a contract".
    CONTRACT = r"\b<noun>\b";
    /// A change of a contract.
    MODIFICATION = r"\b(?:modif(?:y|ies|ied|ications?)|amend(?:s|ed|ments?)|exten(?:ds?|ded|ding|sions?)|expan(?:ds?|ded|sion)|rais(?:es|ed|ing)|lift(?:s|ed)|increas(?:es|ed|ing)|boost(?:s|ed)|add(?:s|ed|ing)?\s[$£€]|exercis(?:es|ed|ing)\s(?:\w+\s){0,4}?options?|quintupl\w+|quadrupl\w+|tripl(?:es|ed)|doubl(?:es|ed))(?:[\s,]+[^\s;:,]+){0,6}?[\s,]+(?:<noun>|ceiling|cap|options?|modification)\b|\b<noun>\s(?:modification|extension|amendment|expansion|increase|ceiling\sincrease)|\bfrom\s[$£€]\s?[\d.,]+\s?\w*\sto\s[$£€]|\b(?:ceiling|cap)\b<gap>?(?:raised|lifted|increased|doubled|quintupled)|\badd(?:s|ed|ing)?\s(?:another\s|up\sto\s)?[$£€][^;:]{1,40}?\sto\s(?:\w+\s){0,4}?<noun>|\bavenant\b|\bmodification\s\(P\d+\)|\b(?:contract\s)?option\s(?:period|year)s?\s(?:was|were|has\sbeen)\sexercised";
    /// A competition is planned or opened.
    SOLICITATION = r"\b(?:requests?\sfor\s(?:proposals?|information|quot(?:es|ations?)|tenders?|solutions|expressions|task\sorder\sproposals)|RFPs?|RFIs?|RFQs?|RFTOP|solicitations?|sources[\s-]sought|broad\sagency\sannouncement|BAA|call\sfor\s(?:proposals|tenders|bids)|(?:open|launch|publish|issu|post|releas)\w*\s(?:an?\s|the\s)?(?:\w+\s){0,3}?tenders?|tender\s(?:for|notice|opens?|seeks?)|bids?\s(?:are|were)\s(?:being\s)?(?:invited|due|sought)|bidders\s(?:are|were)\s(?:wanted|invited|sought|asked)|(?:is|are|was|were)\s(?:being\s)?(?:sought|seeking|soliciting|looking\sfor|in\sthe\smarket\sfor)|seeks?\s(?:proposals|bids|information|vendors|industry|comments|input|quotes|offers|suppliers|an?\s)|sought\s(?:proposals|bids|vendors|offers)|wants?\s(?:proposals|bids|vendors|industry|several\ssuppliers|companies|suppliers)|asks?\s(?:industry|vendors|companies)|asked\s(?:industry|vendors|companies)|invit(?:es|ed|ing)\s(?:\w+\s){0,3}?(?:bids|proposals|tenders|vendors|companies|suppliers)|comments\sfrom\sindustry|looks?\sfor\s(?:\w+\s){0,3}?(?:to\s|vendors|companies|suppliers|AI\b)|intends?\sto\s(?:award|hand|buy|procure|issue|purchase|solicit)|plans?\sto\s(?:award|buy|procure|issue\sa|solicit|purchase|compete)|shortlist(?:s|ed)|finalists?|market\sresearch|tech\ssprint|prize\schallenge|competitive\sdialogue|expressions?\sof\sinterest|appel\sd['’]offres|Ausschreibung)\b";
    /// A body means to award without a competition, and says so beforehand.
    INTENT = r"\b(?:notice\sof\sintent|(?:plans?|planned|plans\son|intends?|intended|meant|means|proposes)\s(?:to\s)?(?:\w+[\s,-]+){0,5}?(?:sole[\s-]source|non-?competitive|without\scompetition)|(?:will|would|to)\sissue\ssole[\s-]source)\b";
    /// The words that make a solicitation a dealing: it is opened, not only spoken of.
    OPENS = r"\b(?:issu(?:es|ed|ing)|post(?:s|ed|ing)|releas(?:es|ed)|publish(?:es|ed)|open(?:s|ed|ing)|launch(?:es|ed|ing)|began|begins?|seeks?|sought|asks?|asked|invit\w+|wants?|plans?|planned|intends?|calls?|called|held|due|notice|needs?|looking|solicits?|winners?|finalists?|shortlist\w*|under\s(?:a\s)?request|lanc\w+|publi\w+)\b";
    /// Words that name the suppliers of a competition themselves.
    SHORTLIST = r"\b(?:shortlist(?:s|ed)|finalists?|won\sthe\s(?:\w+\s){0,4}?(?:track|sprint|challenge|prize|round)|winners?\sof|one\sof\sits\s\w+\swinners?)\b";
    /// A dealing ends.
    TERMINATION = r"\b(?:terminat(?:es?|ed|ing|ion)|call(?:s|ed|ing)\soff|switch(?:es|ed)\soff|halt(?:s|ed)\s(?:work|the|its|all)|abandon(?:s|ed|ing)\s(?:the|its|a|plans)|cancel(?:s|led|ed|ling|ing|lation)?|scrap(?:s|ped|ping)|stop(?:s|ped)?[\s-]work|(?:work|performance)\s(?:had\sbeen|has\sbeen|was|is)\s(?:halted|paused|suspended|stopped)|rescind(?:s|ed)|revok(?:es|ed)|end(?:s|ed|ing)?\s(?:its|the|his|their|a|all)\s(?:\w+\s){0,3}?(?:contract|deal|agreement|use|relationship|partnership|pilot|trial|program)|not\s(?:to\s)?renew(?:ed|ing)?|(?:won['’]t|will\snot|would\snot|did\snot|declined\sto)\srenew|let\s(?:\w+\s){1,4}?(?:expire|lapse)|phas(?:es|ed|ing)\sout|drop(?:s|ped|ping)\s(?:its\s|the\s|their\s)?(?:\w+\s){0,3}?(?:contract|deal|cameras?|readers?|software|system|chatbot|tool)|pull(?:s|ed)\sthe\splug|ditch(?:es|ed)|walk(?:s|ed)\saway\sfrom\s(?:the|its|a)\s(?:\w+\s)?(?:contract|deal)|shut(?:s|ting)?\s(?:down|off)\s(?:its|the)|ending\s(?:the\s)?contract|tear(?:s|ing)?\sup)\b";
    /// A protest or a lawsuit.
    PROTEST = r"\b(?:sai(?:si|sit)\sla\sjustice|recours\s(?:devant|contre)|(?:bid\s|formal\s)?protest(?:s|ed|ing|er)?|lawsuits?|sued|sues|suing|files?\ssuit|filed\ssuit|took\s(?:\w+\s){1,5}?to\scourt|(?:gone|goes|went|going)\sto\s(?:court|the\s[^,;.]{0,30}court)|legal\schallenge|challeng(?:ed|es|ing)\s(?:\w+\s){0,5}?(?:award|decision|contract|designation|ban|order|exclusion)|met\sits\schallenge|(?:decline[sd]?|refused|agreed)\sto\shear|Court\sof\sFederal\sClaims|preliminary\sinjunction|restraining\sorder|appeal(?:s|ed|ing)?\s(?:by|to|against|of|the)|objected\b|(?:denied|sustained|dismissed|withdrew|withdrawn|lodged)\s(?:\w+\s){0,4}?protest)\b";
    /// A supplier is barred.
    EXCLUSION = r"\b(?:classée?\s(?:«\s?)?risque|supply[\s-]chain[\s-]risk|blacklist(?:s|ed|ing)?|debar(?:s|red|ment)?|barr(?:ed|ing)\s(?:it\s|the\scompany\s)?(?:from|by)|bar(?:s)?\s(?:\w+\s){0,4}?from\s(?:federal|government|all|any|further|doing)|bans?\s(?:\w+\s){0,3}?(?:made|built|sold|from|by)\s|bann?(?:ed|s|ing)?\s(?:on\s|from\s|the\suse|all\suse|its\suse|federal|agencies|government|[A-Z])|suspend(?:s|ed)\s(?:\w+\s){0,4}?from|forbid(?:s|den)?|forbade|prohibit(?:s|ed|ing)\s(?:\w+\s){0,5}?(?:use|using|from|contract|product)|(?:stop|cease|halt)\susing|removed?\s(?:\w+\s){0,4}?from\s(?:the\s|its\s)?(?:\w+\s)?(?:schedule|vendor\slist|list|catalog|networks|systems))\b";
    /// A product is in use.
    DEPLOYMENT = r"\b(?:deploy(?:s|ed|ing|ment)?|roll(?:s|ed|ing)?[\s-]?out|rollout|pilot(?:s|ed|ing)?|trial(?:s|l?ed|ling)?|test(?:s|ed|ing)\s(?:out\s)?|uses|use\s|using|used\sby|in\suse|runs\son|employs|adopt(?:s|ed|ing)|rely\son|relies\son|(?:is|are|was)\s(?:now\s)?(?:open|available|live|accessible)\s(?:to|at|on|for|across)|work(?:s)?\swith|launch(?:es|ed)|introduc(?:es|ed)|gives?\s(?:\w+\s){0,4}?access|start(?:s|ed)\susing|begin(?:s)?\susing|began\susing|expand(?:s|ed)\s(?:its\s)?use)\b";
    /// A product is allowed.
    AUTHORIZATION = r"(?:\bFedRAMP\b|\bStateRAMP\b|\bGovRAMP\b|\bauthori[sz]ation\b|\bauthority\sto\soperate\b|\bATO\b|\bImpact\sLevel\s?[2-6]?|\bIL-?[2456]\b|\bcleared\sfor\b|\bapproved\s(?:for\suse|for\sfederal|vendors?|list)|\b(?:Multiple\sAward\sSchedules?|GSA\sSchedule|GSA\sAdvantage|MAS\b)|\bG-Cloud\b|\b(?:list(?:s|ed|ing)|added|adds|placed|place\son|put|sit|available)\s(?:\w+[\s,]+){0,9}?(?:schedules?|marketplace|approved\slist|vendor\slist|catalog(?:ue)?|purchasing\slist)\b|\bvendor\slist\b|\baccredit(?:ed|ation)\b|\bsecurity\sclearance\b|\bprovisional\sauthorization\b)";
    /// The words that make an authorization a dealing: it is got, not only spoken of.
    OBTAINS = r"\b(?:w[oi]ns?|won|gets?|got|gain(?:s|ed)|receiv(?:es|ed)|earn(?:s|ed)|achiev(?:es|ed)|obtain(?:s|ed)|reach(?:es|ed)|secur(?:es|ed)|grant(?:s|ed)|hold(?:s)?|has|have|now|list(?:s|ed)|add(?:s|ed|ing)|put|placed|sit|sits|cleared|approv(?:es|ed)|authori[sz](?:es|ed)|confirm(?:s|ed)|named|available|on\ssale|for\ssale)\b";
    /// Suppliers join.
    PARTNERSHIP = r"\b(?:partner(?:s|ed|ing|ships?)?|team(?:s|ed|ing)?\s(?:up\s)?(?:with|on|led)|teaming|alliance|collaborat(?:es?|ed|ing|ion)|joint\sventure|integrat(?:es?|ed|ing|ion)\s(?:with|of|into)?|resell(?:s|er|ing)?|(?:authori[sz]ed\s)?reseller|distribut(?:es?|or|ion)\s(?:agreement|deal|partner)|agreed\swith|work(?:s|ed|ing)?\s(?:together\s)?with|together\swith|(?:offer|sell|provide|deliver|distribute|supply)s?\s[^;:]{0,90}?\s(?:through|via)\s|join(?:s|ed)\sforces|through\san?\s(?:new\s)?(?:deal|agreement|partnership))\b";
    /// Money goes into a supplier.
    INVESTMENT = r"\b(?:invest(?:s|ed|ing|ments?)?|rais(?:e|es|ed|ing)\s(?:\w+\s){0,4}?[$£€₹]|funding\sround|series\s[A-H]\b|seed\s(?:round|money|funding)|valuation|value\s(?:it|the\scompany)\sat|(?:puts?|putting|pour(?:s|ed|ing)?)\s[$£€][\d.,]+\s\w+\sinto|invest(?:it|i)|acqui(?:re|res|red|ring|sition)|takes?\sa\s(?:\w+\s)?stake|took\sin\s[$£€]|buys\s(?:\w+\s){0,3}?stake)\b";
    /// Words before the sum of many dealings.
    TOTAL = r"\b(?:add(?:s|ed|ing)?\sup\sto|total(?:s|l?ed|l?ing)?(?:\sof)?|combined|altogether|collectively|together\sworth|collected|gathered|amassed|in\sall|deals\sworth)\s(?:\w+\s){0,3}?$";
    /// Several suppliers are chosen together, to be named next.
    GROUP = r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|both|\d{1,2})\s(?:[\w-]+\s){0,4}?(?:compan(?:y|ies)|firms|start-?ups|vendors|contractors|suppliers|bidders|providers|models|teams|universities|labs)\b";
    /// The body names, picks or pays those it has chosen.
    GROUP_CHOSEN = r"\b(?:under\scontract|contracts?|awards?|agreements?|grants?|named|picked|selected|chosen|chose|tapped|cleared)\b";
    /// Another dealing than the one told before.
    OTHER_ONE = r"\b(?:an?\s)?(?:earlier|previous|prior|separate|second|another|third)\s(?:\w+\s){0,2}?<noun>\b";
    /// A council or board decides to buy.
    VOTES = r"\b(?:vot(?:es|ed)|agreed|approv(?:es|ed)|decid(?:es|ed))\s(?:[\w-]+\s){0,5}?(?:to\s(?:buy|purchase|license|acquire)|on\sthe\spurchase)\b";
    /// A supplier is chosen, the body being known from elsewhere.
    PICKED = r"\b(?:(?:was|were|been|are|is)\s(?:\w+\s)?(?:picked|chosen|selected|tapped|hired|named\s(?:as\s)?(?:the\s)?(?:primary|prime|main|sole|lead|winner)|cleared\sto)|under\scontract|(?:also\s)?(?:suppliers|vendors|contractors)\s(?:under|on|to)|customers\sinclude|named\s(?:\w+\s){0,3}?(?:winners?|suppliers|vendors))\b";
    /// Who does the supplying, said of the future.
    SUPPLIES = r"\b(?:will|is\sto|are\sto)\s(?:also\s)?(?:supply|provide|deliver|build|develop|furnish|write|install|field|equip|stitch|help|bring|automate|support|run|come\sto|get)\b";
    /// What is denied is no event.
    NEGATION = r"\b(?:not|never|no|without|declin(?:e|es|ed)|refus(?:e|es|ed)|den(?:y|ies|ied)|fail(?:s|ed)\sto|nor|neither|n['’]t|unable|instead\sof|rather\sthan)\b(?:\s\w+){0,3}\s?$";
    /// Said to be intended.
    PLANNED = r"\b(?:plans?|planned|planning|intends?|intended|expects?|expected|is\sset|are\sset|due|will\slook|aims?|aiming|proposed?|propos(?:es|al)|would|hopes?|wants?|upcoming|to\sconsider|look\sinto)\b";
    /// Said to be possible.
    POSSIBLE = r"\b(?:could|may|might|possible|possibly|in\stalks|consider(?:s|ing)|negotiat(?:es|ing|ions?)|explor(?:es|ing)|potential|weigh(?:s|ing)|is\sunder\sdiscussion)\b";
    /// Said by others.
    REPORTED = r"\b(?:reportedly|report(?:s|ed)|according\sto|citing|sources?\s(?:say|said)|people\s(?:familiar|who)|a\sperson\s(?:familiar|who)|allegedly|leaked|emails?\sshow)\b";
    /// The dealing of an earlier sentence is spoken of again.
    CONTINUES = r"^(?:according\sto\s(?:\w+\s){1,4}?)?(?:[“\x22]?(?:the|this|that|each|its|every|under\s(?:the|this|that)|both|such|all|these|those|one)\s(?:(?:new|first|latest|initial|total|whole|resulting|overall|prototype|five-year|three-year|two-year|one-year|\w+-year|multi-year|enterprise|classified|framework|company['’]s|\w+)\s){0,2}?(?:contracts?|deals?|agreements?|awards?|orders?|arrangement|memorandum|framework|accord|pact|partnership|purchase|order|effort|programme|program|extension|modification|approval|decision|announcement|value|ceiling|money)\b|(?:estimated\s|available\s|total\s|maximum\s)?(?:contract\s|award\s)?(?:value|amount|funding|budget)(?:\s\w+){0,3}?\s?:|(?:it|they)\s(?:is|are|was|were|runs?|covers?|lasts?|carries|comes?|has|could|may)\b|(?:valued|worth|announced|made\spublic|signed|awarded)\b)";
    /// A sentence that tells when something was made known.
    MADE_KNOWN = r"\b(?:vot(?:ed|es)|approved|decided|decision|announc(?:ed|ement)|made\s(?:public|the\sannouncement)|unveil(?:ed|ing)|disclosed|revealed|published|posted|signed|said|put\stheir\snames)\b";
    /// A time to come or a span of time: not the day of the dealing.
    ENDS_LATER = r"\b(?:through|until|till|by|before|beginning|starting|expir\w+|ends?|ending|complet\w+|to\srun\s(?:from|to)|due|into|since|valid|deadline|from)\s(?:the\send\sof\s|early\s|late\s|mid-|in\s)?$";
    /// Each of several gets its own.
    EACH = r"\b(?:each|every|apiece|respectively|separate)\b|\b(?:contracts|awards|agreements|deals|orders|agreements|grants)\b";
    /// One paper that several sign.
    JOINT = r"\b(?:signed|sign|inked|reached|under|won)\s(?:an?|the)\s(?:[\w$£€.,-]+\s){0,4}?(?:contract|agreement|deal|memorandum|order)\b";
    /// What follows a supplier that carries another's supply: "AWS serving as the cloud backbone".
    CARRIES = r"^,?\s(?:which\s|that\s)?(?:will\s|is\sto\s)?(?:serv(?:es?|ed|ing)|act(?:s|ed|ing)?)\sas\s(?:an?|the|its)\s(?:[\w-]+\s){0,4}?(?:backbone|hosts?|reseller|distributor|prime|integrator|cloud|platform|infrastructure|conduit|channel|vehicle)\b";
    /// A supplier stands for what carries the supply.
VIA = r"(?:\b(?:through|via|by\sway\sof|resellers?|distributor|using\sthe\sschedule\sof|under\sthe\svehicle\sof|running\son|runs\son|on\stop\sof|bought\sfrom\sreseller|(?:hosted|stored|trained|kept|run|housed)(?:[\s,]+\w+){0,4}?[\s,]+(?:on|by|in|at)|(?:servers|data\scenters|machines|cloud)\sthat)(?:\s(?:an?|the|its|reseller|authorized|distributor|partner|government|cloud|provider|new|deal|partnership|agreement|with)){0,5}\s)$";
    /// The body's whole government is the buyer, and no body of it.
    NATION = r"\b(?:(?:UK|U\.K\.|British|Canadian|Australian|French|German|Indian|Japanese|Korean|Singapore(?:an)?|Saudi|Emirati|Israeli|Ukrainian|Italian|Spanish|Dutch|Swedish|Norwegian|Danish|Irish|New\sZealand)\s(?:federal\s)?government|the\sgovernment\sof\s\w+|Ottawa\s(?:has\s)?(?:sign|agree))\b";
    /// Over whose paper an order is placed.
    UNDER = r"\b(?:under|through|via|using|off)\s(?:the\s|its\s|an?\s)?$";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles_and_matches_no_empty_text() {
        for pattern in ALL.patterns() {
            assert!(!pattern.is_match("") && !pattern.regex().is_match(""), "{pattern:?}");
        }
    }

    #[test]
    fn patterns_say_what_the_regex_crate_says() {
        for text in include_str!("../../tests/gold/sample.jsonl").split(". ") {
            let openings = openings(text);
            for (number, pattern) in ALL.patterns().iter().enumerate() {
                let expected = pattern.regex().find(text).map(|m| m.range());
                assert_eq!(openings.find(number, 0).map(|m| m.range()), expected, "{text}");
            }
        }
    }

    #[test]
    fn patterns_hear_their_words() {
        for (pattern, text) in [
            (&AWARD, "has awarded Palantir Technologies a contract"),
            (&AWARD, "OpenAI has inked a significant new agreement"),
            (&AWARDED, "The contract was awarded to"),
            (&MODIFICATION, "took its enterprise agreement from $100M to $500M"),
            (&MODIFICATION, "had extended its contract by six months"),
            (&SOLICITATION, "A June 17 request for information asks"),
            (&TERMINATION, "voted to terminate the contract"),
            (&PROTEST, "lodged a bid protest"),
            (&EXCLUSION, "designated it a supply-chain risk"),
            (&AUTHORIZATION, "has won Impact Level 6 authorization"),
            (&CONTINUES, "The new contract, however, grants it access"),
        ] {
            assert!(pattern.is_match(text), "{text}");
        }
        assert!(!AWARD.is_match("The award-winning chef signed autographs."));
    }
}
