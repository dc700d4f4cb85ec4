#![doc = include_str!("operations.md")]

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// The public methods of the client that may ask Stigg: the asynchronous ones, and the streams.
    fn methods(directory: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                methods(&path, found);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for block in text.split("\nimpl Stigg {\n").skip(1) {
                let block = block.split("\n}\n").next().unwrap();
                let name = |rest: &str| rest.split(['(', '<']).next().unwrap().to_owned();
                found.extend(block.split("\n    pub async fn ").skip(1).map(name));
                let streams = block.split("\n    pub fn ").skip(1).map(name);
                found.extend(streams.filter(|name| name.starts_with("stream_")));
            }
        }
    }

    #[test]
    fn every_method_of_the_client_is_in_the_table() {
        let mut found = BTreeSet::new();
        methods(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        assert!(found.len() >= 20, "{found:?}");
        assert!(
            found.contains("get_customer") && found.contains("stream_subscriptions"),
            "{found:?}"
        );
        let is_linked = |method: &str| {
            // A method has a line, a stream is a remark in the line of its page.
            let column = if method.starts_with("stream_") { 2 } else { 1 };
            let link = format!("](crate::Stigg::{method})");
            let mut lines = include_str!("operations.md").lines();
            lines.any(|line| {
                let mut cells = line.strip_prefix("| ").into_iter().flat_map(|line| line.split(" | "));
                cells.nth(column).is_some_and(|cell| cell.contains(&link))
            })
        };
        let missing: Vec<&String> = found.iter().filter(|method| !is_linked(method)).collect();
        assert!(
            missing.is_empty(),
            "not linked in a table of `operations.md`: {missing:?}"
        );
    }
}
