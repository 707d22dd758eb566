//! Makes a table of the names in each bundled list (`src/search/key_table.rs`), which the program carries along with the
//! list. It reads the lists by the program's own code, so both mean the same by a name; it needs no network.

use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::{env, fs, io};

// Only a little of these rooms is needed here.
#[allow(dead_code)]
#[path = "src/base"]
mod base {
    mod fnv;
    mod names;

    pub use fnv::Fnv;
    pub use names::comparison_key;
}

#[allow(dead_code)]
#[path = "src/search"]
mod search {
    pub mod key_table;
    mod listed;
}

const LISTS: [&str; 4] = ["agencies", "vendors", "products", "programs"];

fn main() -> Result<(), Box<dyn Error>> {
    #[allow(clippy::disallowed_methods, reason = "Cargo says by the environment where to write")]
    let folder = env::var_os("OUT_DIR").ok_or("OUT_DIR is not set: Cargo runs this")?;
    for file in ["src/base/fnv.rs", "src/base/names.rs", "src/search/key_table.rs", "src/search/listed.rs"] {
        rerun_for(file)?;
    }
    for list in LISTS {
        let file = format!("data/{list}.tsv");
        rerun_for(&file)?;
        let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
        fs::write(Path::new(&folder).join(format!("{list}.keys")), search::key_table::key_table(&text))?;
    }
    Ok(())
}

fn rerun_for(file: &str) -> io::Result<()> {
    writeln!(io::stdout(), "cargo::rerun-if-changed={file}")
}
