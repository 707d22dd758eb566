//! The templates that the made-up articles are told by.

pub const SYLLABLES: &[&str] = &[
    "ar", "bel", "cor", "dan", "el", "fen", "gar", "hol", "ist", "jor", "kes", "lan", "mor", "nor", "os",
    "pel", "quin", "ros", "sal", "tor", "ul", "ver", "wick", "yar", "zel", "mere", "ford", "stow", "leigh",
    "combe",
];

pub const DESKS: &[&str] = &[
    "Capital Ledger",
    "Procurement Post",
    "Harbour Times",
    "Signal Desk",
    "County Register",
    "Defence Circular",
    "The Tender Review",
    "Northern Dispatch",
    "Public Purse",
    "Valley Courier",
];

pub const TOPICS: &[&str] = &[
    "an artificial intelligence system that sorts benefit claims",
    "machine learning tools for satellite images",
    "a generative AI assistant for case workers",
    "large language models on classified networks",
    "predictive maintenance software for aircraft engines",
    "computer vision for cargo inspection",
    "autonomous drones with onboard image recognition",
    "an AI chatbot for the public help line",
    "facial recognition at border crossings",
    "natural language processing of intelligence reports",
    "AI agents that draft procurement documents",
    "a data platform with machine learning for fraud detection",
];

pub const PRODUCTS: &[&str] =
    &["Gotham", "Claude", "ChatGPT", "Gemini", "Copilot", "Lattice", "the platform", "the model"];

pub const HEADLINES: &[&str] = &[
    "{vendor} wins {sum} {buyer} contract for {topic}",
    "{buyer} picks {vendor} for {topic}",
    "{buyer}: {vendor} to deliver {topic}",
    "Protest over {buyer} award to {vendor}",
    "{vendor} and {buyer}: what the new agreement holds",
    "{buyer} turns to AI with {vendor}",
];

pub const AWARDS: &[&str] = &[
    "The {buyer} awarded {vendor} a {sum} contract for {topic}, according to a notice published on {date}. The contract, {number}, runs for five years.",
    "{vendor} has won a contract worth {sum} from the {buyer} to supply {topic}. Three companies had bid, among them {rival}.",
    "{vendor} said it signed an agreement with the {buyer} with a ceiling of {sum}. It covers {topic} and {product}.",
    "The {buyer} announced on {date} that {vendor} was selected to provide {topic} under {number}, valued at {sum}.",
];

pub const CHANGES: &[&str] = &[
    "The {buyer} modified contract {number} with {vendor} and raised its ceiling to {sum}. The change adds {topic}.",
    "An extension of {vendor}'s contract with the {buyer}, worth {sum}, keeps {topic} running until {date}.",
    "The {buyer} terminated its contract {number} with {vendor} for {topic} after reviewing {sum} of spending.",
];

pub const PROTESTS: &[&str] = &[
    "{rival} filed a protest with the Government Accountability Office against the {sum} award to {vendor} by the {buyer} for {topic}.",
    "The Government Accountability Office denied a protest by {rival} over contract {number}, which the {buyer} gave to {vendor} for {topic}.",
];

pub const REQUESTS: &[&str] = &[
    "The {buyer} issued a request for proposals for {topic}, with responses due on {date}. Officials expect to spend {sum}.",
    "The {buyer} is asking vendors for information on {topic}, a solicitation posted on {date} says. {vendor} said it would answer.",
];

pub const RELATIONS: &[&str] = &[
    "{vendor} and {rival} announced a partnership to sell {topic} to the {buyer}. {vendor} will invest {sum}.",
    "{vendor} received authorization to operate {product} at the {buyer}, which opens the way for {topic}.",
    "The {buyer} has deployed {product} from {vendor} to 40,000 employees, as part of {topic}.",
];

pub const TALK: &[&str] = &[
    "\"We looked for {topic} that our people can trust,\" a spokesperson for the {buyer} said. The spokesperson did not say how much of the {sum} would be spent this year.",
    "{vendor} already works with the {buyer} and with two allied governments. Analysts expect more orders of {product} in the next fiscal year.",
    "Critics in Congress asked the {buyer} to explain how {product} was tested. A letter dated {date} lists eleven questions.",
    "{rival} had offered a cheaper solution, a person familiar with the bids said. {vendor} declined to comment.",
    "Shares of {vendor} rose 3.4% after the announcement. The company reported revenue of $1.2 billion in the last quarter.",
    "Under the agreement, {vendor} must keep all data of the {buyer} inside the country. An audit is planned for {date}.",
];

pub const CIVIC: &[&str] = &[
    "road repairs",
    "the library roof",
    "new school buses",
    "a bridge inspection",
    "the winter shelter",
    "flood defences",
    "the harvest festival",
    "street lighting",
    "a hospital wing",
    "the ferry timetable",
    "water meters",
    "the museum's new hall",
    "a cycling path",
    "waste collection",
    "the county fair",
];

pub const FILLERS: &[&str] = &[
    "The council of {place} will discuss {civic} at its next meeting, which is open to everyone.",
    "About {count} people came to the hearing, more than in any year since records have been kept.",
    "{person} {place}, who has worked there for {count} months, called the result encouraging.",
    "A report by the university of {place} found that {count} of the offices asked had no plan for {civic}.",
    "Local shops hope that visitors will come back once {civic} is finished.",
    "The weather service expects rain in {place} until the weekend, with gusts along the coast.",
    "Neighbours of the site near {place} have complained about noise since early spring.",
    "In a statement, {person} said the work had been planned for years and was not a reaction to recent events.",
    "The budget for {civic} was set by a vote of nine to four after a long debate.",
    "Trains between {place} and the capital will run every {count} minutes while the line is repaired.",
    "Teachers and parents asked for clearer rules, and a working group is to report before the summer.",
    "Nobody was hurt, but {count} households were without power for most of the night.",
    "The archive in {place} keeps letters, maps and photographs that were thought to be lost.",
    "Experts disagree on how quickly such projects pay off; some say that it takes a decade.",
    "{person}, a retired engineer, remembers when {civic} was last on the agenda.",
    "The committee heard {count} witnesses before it wrote its recommendations.",
    "Prices for building materials have gone up again, according to the chamber of commerce of {place}.",
    "Students from {place} measured the river at {count} points and published their figures.",
    "The opposition called for a referendum; the mayor's office said that there was no legal ground for one.",
    "A second phase is planned, though nobody could say when it would begin or who would pay for it.",
    "The line of people reached around the corner, and volunteers handed out tea and blankets.",
    "It is the third time in {count} weeks that {civic} has made headlines in {place}.",
    "Its founder, {person}, started in a garage with two friends and a borrowed computer.",
    "The two sides have met in {place} several times, without a result so far.",
    "According to the minutes, the question was put off because {person} was ill.",
    "Farmers around {place} say that the season started {count} days earlier than usual.",
];
