#![doc = include_str!("operations.md")]

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// The asynchronous methods of the client that are public.
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
                let names = block.split("\n    pub async fn ").skip(1);
                found.extend(names.map(|rest| rest.split(['(', '<']).next().unwrap().to_owned()));
            }
        }
    }

    #[test]
    fn every_method_of_the_client_is_in_the_table() {
        let mut found = BTreeSet::new();
        methods(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        assert!(found.len() >= 20 && found.contains("get_customer"), "{found:?}");
        // The second column.
        let listed: Vec<&str> = include_str!("operations.md")
            .lines()
            .filter_map(|line| line.strip_prefix("| ")?.split(" | ").nth(1))
            .collect();
        let missing: Vec<&String> = found
            .iter()
            .filter(|method| !listed.iter().any(|cell| cell.contains(&format!("`{method}`"))))
            .collect();
        assert!(missing.is_empty(), "not in `operations.md`: {missing:?}");
    }
}
