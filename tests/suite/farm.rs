//! `awardwire crawl` on a farm of sites.
