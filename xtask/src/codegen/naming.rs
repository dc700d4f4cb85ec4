//! From GraphQL names to Rust names.

/// The words of a GraphQL name: `taxId`, `taxID`, `TAX_ID` and `TaxId` are all the same two.
fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    for (index, &character) in characters.iter().enumerate() {
        let previous = index.checked_sub(1).map(|index| characters[index]);
        let next = characters.get(index + 1);
        let starts = match previous {
            None | Some('_') => true,
            Some(previous) if character.is_uppercase() => {
                !previous.is_uppercase() || next.is_some_and(|next| next.is_lowercase())
            }
            Some(_) => false,
        };
        if character == '_' {
            continue;
        }
        if starts {
            words.push(character.to_lowercase().collect());
        } else if let Some(word) = words.last_mut() {
            word.extend(character.to_lowercase());
        }
    }
    words
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// A type or variant name. What is already in this form stays as it is, capitals in the middle included.
pub(crate) fn pascal(name: &str) -> String {
    if name.chars().any(char::is_lowercase) && !name.contains('_') {
        capitalised(name)
    } else {
        words(name).iter().map(|word| capitalised(word)).collect()
    }
}

/// A field name, escaped where it is a keyword.
pub(crate) fn snake(name: &str) -> String {
    let snake = words(name).join("_");
    if KEYWORDS.contains(&snake.as_str()) {
        format!("r#{snake}")
    } else {
        snake
    }
}

/// What serde's `rename_all = "camelCase"` makes of a field name.
pub(crate) fn camel(field: &str) -> String {
    let field = field.strip_prefix("r#").unwrap_or(field);
    let mut camel = String::new();
    for (index, word) in field.split('_').enumerate() {
        camel.push_str(&if index == 0 { word.to_owned() } else { capitalised(word) });
    }
    camel
}

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::{camel, pascal, snake};

    #[test]
    fn names_of_types_and_variants_are_in_pascal_case() {
        for (name, expected) in [
            ("MONTHLY", "Monthly"),
            ("END_OF_BILLING_PERIOD", "EndOfBillingPeriod"),
            ("USD", "Usd"),
            ("AUTH0", "Auth0"),
            ("StartOfTheMonth", "StartOfTheMonth"),
            ("GraphQLAliasesLimitExceeded", "GraphQLAliasesLimitExceeded"),
            ("experimentGroupType", "ExperimentGroupType"),
            ("billingId", "BillingId"),
            ("None", "None"),
        ] {
            assert_eq!(pascal(name), expected);
        }
    }

    #[test]
    fn names_of_fields_are_in_snake_case_and_keywords_are_escaped() {
        for (name, expected) in [
            ("refId", "ref_id"),
            ("entitlementsV2", "entitlements_v2"),
            ("defaultPaymentMethodLast4Digits", "default_payment_method_last4_digits"),
            ("h1", "h1"),
            ("type", "r#type"),
        ] {
            assert_eq!(snake(name), expected);
            assert_eq!(camel(expected), name);
        }
    }

    #[test]
    fn a_field_name_that_serde_would_not_give_back_is_noticed() {
        assert_eq!(snake("taxID"), "tax_id");
        assert_ne!(camel("tax_id"), "taxID");
    }
}
