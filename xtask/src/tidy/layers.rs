//! Which crate may depend on which.

use super::workspace::Workspace;

/// The layers: each crate, and what of the workspace it may be linked with. Tests may use more.
const LAYERS: &[(&str, &[&str])] = &[
    ("stigg-models", &[]),
    ("stigg-transport", &["stigg-models"]),
    ("stigg-graphql", &["stigg-models", "stigg-transport"]),
    ("stigg-entitlements", &["stigg-models"]),
    (
        "stigg",
        &["stigg-entitlements", "stigg-graphql", "stigg-models", "stigg-transport"],
    ),
    ("stigg-emulator", &["stigg"]),
];

/// Data comes with the models and nothing else: no runtime, no HTTP, no GraphQL.
const NOT_IN_MODELS: &[&str] = &["tokio", "async-std", "smol", "hyper", "reqwest", "h2", "http", "axum"];
const NOT_IN_MODELS_PREFIXES: &[&str] = &["apollo-", "graphql", "futures"];
const MODELS_AT_MOST: usize = 8;

/// Who may depend on an HTTP client, and why. What is only for tests may as well, and so may the crates that are not
/// published.
const MAY_USE_REQWEST: &[(&str, &str)] = &[
    ("stigg-graphql", "it is the one that talks to Stigg"),
    (
        "stigg",
        "its builder takes a client of the user's; it sends nothing itself",
    ),
];

/// The crates whose trees the rules look at.
pub(crate) const TREES: &[&str] = &["stigg-models", "stigg-entitlements"];

pub(crate) fn problems(workspace: &Workspace) -> Vec<String> {
    let mut problems = Vec::new();
    for member in &workspace.members {
        let name = member.name.as_str();
        if !member.published {
            continue;
        }
        let Some((_, allowed)) = LAYERS.iter().find(|(layer, _)| *layer == name) else {
            problems.push(format!(
                "{name}: the crate has no layer. Say in xtask/src/tidy/layers.rs what it may depend on."
            ));
            continue;
        };
        let is_member = |name: &&String| workspace.members.iter().any(|member| member.name == **name);
        for other in member.dependencies.iter().filter(is_member) {
            if !allowed.contains(&other.as_str()) {
                let may = if allowed.is_empty() {
                    "none".to_owned()
                } else {
                    allowed.join(", ")
                };
                problems.push(format!(
                    "{name}: depends on {other}. Of the workspace it may depend on: {may}."
                ));
            }
        }
        if member.dependencies.contains("reqwest") && MAY_USE_REQWEST.iter().all(|(allowed, _)| *allowed != name) {
            problems.push(format!(
                "{name}: depends on reqwest. Only stigg-graphql talks HTTP: use it through a transport."
            ));
        }
    }
    let is_heavy = |name: &str| {
        NOT_IN_MODELS.contains(&name) || NOT_IN_MODELS_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
    };
    if let Some(way) = workspace.way("stigg-models", is_heavy) {
        let way = way.join(" -> ");
        problems.push(format!(
            "stigg-models: reaches a runtime, HTTP or GraphQL crate: {way}. It holds data only."
        ));
    }
    let direct = workspace.members.iter().find(|member| member.name == "stigg-models");
    let count = direct.map_or(0, |models| models.dependencies.len());
    if count > MODELS_AT_MOST {
        let message = format!("stigg-models: has {count} direct dependencies, at most {MODELS_AT_MOST} are allowed");
        problems.push(format!("{message}. Every user compiles them."));
    }
    if let Some(way) = workspace.way("stigg-entitlements", |name| name == "reqwest") {
        let way = way.join(" -> ");
        problems.push(format!(
            "stigg-entitlements: reaches reqwest: {way}. It evaluates and stores only."
        ));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::problems;
    use crate::tidy::workspace::sketch;

    #[test]
    fn the_intended_layers_are_in_order() {
        let workspace = sketch(
            "stigg-models: serde dev:tokio
             stigg-transport: stigg-models async-trait
             stigg-graphql: stigg-models stigg-transport reqwest
             stigg-entitlements: stigg-models
             stigg: stigg-entitlements stigg-graphql stigg-models stigg-transport dev:stigg-emulator
             stigg-emulator: stigg axum dev:reqwest
             stigg-tests: stigg stigg-emulator reqwest
             xtask: apollo-compiler reqwest",
            &[
                "0 stigg-models v1\n1 serde v1\n2 http-less v1",
                "0 stigg-entitlements v1\n1 quick_cache v1",
            ],
        );
        assert_eq!(problems(&workspace), [] as [String; 0]);
    }

    #[test]
    fn each_breach_is_named_with_the_way_to_it() {
        let workspace = sketch(
            "stigg-models: a b c d e f g h i
             stigg-transport: stigg reqwest
             stigg-graphql: stigg-emulator reqwest
             stigg-entitlements: client
             stigg: stigg-graphql
             stigg-emulator:
             stigg-sidecar: stigg",
            &[
                "0 stigg-models v1\n1 a v1\n1 i v1\n2 futures-core v1",
                "0 stigg-entitlements v1\n1 client v1\n2 reqwest v1",
            ],
        );
        insta::assert_snapshot!("breaches", problems(&workspace).join("\n"));
    }
}
