//! `cargo xtask schema`: the API's schema by introspection, with the person's own key.

mod cut;
mod fetch;
mod introspection;
mod sdl;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::Path;

use self::introspection::Api;
use crate::args::SchemaArgs;
use crate::codegen;
use crate::failure::{Failure, Result};

const KEY: &str = "STIGG_SERVER_API_KEY";

pub(crate) fn run(root: &Path, args: &SchemaArgs) -> Result<()> {
    let Some(key) = std::env::var(KEY).ok().filter(|key| !key.trim().is_empty()) else {
        let advice = "Put a server API key of your own Stigg environment into it.";
        return Err(Failure::new(format!(
            "the environment variable {KEY} is not set. {advice}"
        )));
    };
    let api = Api::from_json(&fetch::introspect(&args.url, &key)?)?;
    let (api, extent) = if args.whole {
        (api, "the whole API")
    } else {
        let present = codegen::present(root)?;
        (
            cut::cut(api, &present),
            "cut down to what the schema file and the documents use",
        )
    };
    let text = sdl::print(&api, extent);
    if let Some(path) = &args.out {
        fs::write(path, text).map_err(Failure::context(format!("{}", path.display())))?;
        eprintln!("wrote {}: {extent}", path.display());
    } else {
        print!("{text}");
        eprintln!("printed {extent}");
    }
    Ok(())
}
