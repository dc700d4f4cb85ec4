//! The crates of the workspace and what they depend on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::failure::{Failure, Result};
use crate::test::cargo;

/// The workspace, with all features on: an optional dependency is a dependency.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    pub(crate) members: Vec<Member>,
    trees: BTreeMap<String, Tree>,
}

/// A crate of the workspace.
#[derive(Debug, Default, Clone)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) published: bool,
    /// The keys of the manifest's `[package]` that have a value.
    pub(crate) described_by: BTreeSet<String>,
    /// What it is linked or built with, by its own manifest; not what only its tests need.
    pub(crate) dependencies: BTreeSet<String>,
}

/// Everything that a crate is linked with, depth first: how deep, and which package.
#[derive(Debug, Default)]
struct Tree(Vec<(usize, String)>);

impl Workspace {
    /// Reads the manifests of all members, and the trees of some.
    pub(crate) fn read(root: &Path, trees: &[&str]) -> Result<Self> {
        let metadata = run(root, &["metadata", "--format-version", "1", "--no-deps"])?;
        let metadata = serde_json::from_slice(&metadata).map_err(Failure::context("the JSON of `cargo metadata`"))?;
        let mut workspace = Self {
            members: members(&metadata),
            trees: BTreeMap::new(),
        };
        for name in trees {
            // `cargo metadata` has the graph as well, but counts optional dependencies that no feature switches on.
            let options = [
                "--edges",
                "normal",
                "--all-features",
                "--target",
                "all",
                "--prefix",
                "depth",
                "--format",
                " {p}",
            ];
            let tree = run(root, &[&["tree", "--package", name], &options[..]].concat())?;
            workspace
                .trees
                .insert((*name).to_owned(), Tree::parse(&String::from_utf8_lossy(&tree)));
        }
        Ok(workspace)
    }

    /// A way from a member to a package whose name is wanted: the names on it, the member first.
    pub(crate) fn way(&self, from: &str, wanted: impl Fn(&str) -> bool) -> Option<Vec<&str>> {
        self.trees.get(from)?.way(wanted)
    }
}

impl Tree {
    /// Lines like `2 serde_core v1.0.228 (*)`.
    fn parse(text: &str) -> Self {
        let line = |line: &str| {
            let (depth, package) = line.split_once(' ')?;
            Some((depth.parse().ok()?, package.split_whitespace().next()?.to_owned()))
        };
        Self(text.lines().filter_map(line).collect())
    }

    fn way(&self, wanted: impl Fn(&str) -> bool) -> Option<Vec<&str>> {
        let mut way: Vec<&str> = Vec::new();
        for (depth, name) in &self.0 {
            way.truncate(*depth);
            way.push(name);
            if *depth > 0 && wanted(name) {
                return Some(way);
            }
        }
        None
    }
}

fn run(root: &Path, args: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new(cargo()).args(args).current_dir(root).output();
    let output = output.map_err(Failure::context("cargo does not start"))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!("`cargo {}` failed: {message}", args.join(" "))));
    }
    Ok(output.stdout)
}

/// The members in the JSON of `cargo metadata --no-deps`, sorted by name.
fn members(metadata: &Value) -> Vec<Member> {
    let mut members: Vec<_> = list(&metadata["packages"]).map(Member::from_json).collect();
    members.sort_by(|a, b| a.name.cmp(&b.name));
    members
}

impl Member {
    fn from_json(package: &Value) -> Self {
        let is_for_tests = |dependency: &&Value| dependency["kind"].as_str() == Some("dev");
        let has_value = |value: &Value| !value.is_null() && value.as_str() != Some("");
        let keys = package.as_object().into_iter().flatten();
        Self {
            name: text(&package["name"]),
            // `publish = false` is an empty list of registries.
            published: package["publish"]
                .as_array()
                .is_none_or(|registries| !registries.is_empty()),
            described_by: keys
                .filter(|(_, value)| has_value(value))
                .map(|(key, _)| key.clone())
                .collect(),
            dependencies: list(&package["dependencies"])
                .filter(|dependency| !is_for_tests(dependency))
                .map(|dependency| text(&dependency["name"]))
                .collect(),
        }
    }
}

fn list(json: &Value) -> impl Iterator<Item = &Value> {
    json.as_array().into_iter().flatten()
}

fn text(json: &Value) -> String {
    json.as_str().unwrap_or_default().to_owned()
}

/// A workspace for tests: members as lines `name: dependency dependency`, where `dev:name` is a test dependency, and
/// trees. `xtask` and `stigg-tests` are not published.
#[cfg(test)]
pub(crate) fn sketch(lines: &str, trees: &[&str]) -> Workspace {
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    let packages = lines.map(|line| {
        let (name, dependencies) = line.split_once(':').expect("a line is `name: dependencies`");
        let dependencies = dependencies
            .split_whitespace()
            .map(|name| match name.strip_prefix("dev:") {
                Some(name) => serde_json::json!({ "name": name, "kind": "dev" }),
                None => serde_json::json!({ "name": name, "kind": null }),
            });
        let publish = if ["xtask", "stigg-tests"].contains(&name) {
            serde_json::json!([])
        } else {
            Value::Null
        };
        serde_json::json!({
            "name": name, "publish": publish, "description": "d", "license": "MIT", "readme": "README.md", "rust_version": "1.89",
            "dependencies": dependencies.collect::<Vec<_>>(),
        })
    });
    let packages: Vec<_> = packages.collect();
    let trees = trees
        .iter()
        .map(|text| Tree::parse(text))
        .map(|tree| (tree.0[0].1.clone(), tree))
        .collect();
    Workspace {
        members: members(&serde_json::json!({ "packages": packages })),
        trees,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_through_the_tree_is_found() {
        let tree = "0 a v1.0.0 (/here)\n1 b v1.0.0\n2 c v1.0.0\n1 d v1.0.0\n2 c v1.0.0 (*)\n2 e v1.0.0\n";
        let workspace = sketch("a: b d", &[tree]);
        assert_eq!(workspace.way("a", |name| name == "e"), Some(vec!["a", "d", "e"]));
        assert_eq!(workspace.way("a", |name| name == "c"), Some(vec!["a", "b", "c"]));
        assert_eq!(
            workspace.way("a", |name| name == "a"),
            None,
            "a crate is not its own dependency"
        );
        assert_eq!(workspace.way("a", |name| name == "f"), None);
    }

    #[test]
    fn the_real_workspace_can_be_read() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("xtask is a folder of the project");
        let workspace = Workspace::read(root, &["stigg-models"]).expect("cargo works here");
        let member = |name: &str| {
            workspace
                .members
                .iter()
                .find(|member| member.name == name)
                .expect("it is a member")
        };
        let models = member("stigg-models");
        assert!(models.published && models.dependencies.contains("serde") && models.described_by.contains("license"));
        let way = workspace.way("stigg-models", |name| name == "serde_core");
        assert_eq!(way.as_deref().and_then(<[_]>::first), Some(&"stigg-models"));
        let xtask = member("xtask");
        assert!(
            !xtask.published && !xtask.dependencies.contains("insta"),
            "insta is for tests"
        );
    }
}
