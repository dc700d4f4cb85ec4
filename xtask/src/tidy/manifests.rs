//! What the manifest of a published crate has to say.

use super::workspace::Workspace;

const REQUIRED: &[&str] = &["description", "license", "readme", "rust_version"];

pub(crate) fn problems(workspace: &Workspace) -> Vec<String> {
    let mut problems = Vec::new();
    for member in workspace.members.iter().filter(|member| member.published) {
        for key in REQUIRED.iter().filter(|key| !member.described_by.contains(**key)) {
            let key = key.replace('_', "-");
            problems.push(format!(
                "{}: the manifest has no `{key}`. Published crates need one.",
                member.name
            ));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::problems;
    use crate::tidy::workspace::sketch;

    #[test]
    fn what_is_missing_from_a_published_manifest_is_named() {
        let mut workspace = sketch("stigg-models:\nxtask:", &[]);
        assert_eq!(problems(&workspace), [] as [String; 0]);

        for member in &mut workspace.members {
            member.described_by.remove("rust_version");
        }
        let expected = "stigg-models: the manifest has no `rust-version`. Published crates need one.";
        assert_eq!(problems(&workspace), [expected]);
    }
}
