//! Text of an answer, made fit for an error.

use crate::api_key::ApiKey;

/// More than any message of Stigg has.
const MAX_CHARACTERS: usize = 300;

/// Whoever answered wrote it, and may have repeated what it was sent. What is left is without the key, on one line, and not
/// long.
pub(crate) fn tidy(text: &str, key: &ApiKey) -> String {
    let text = key.hide(text);
    let mut characters = text.trim().chars();
    let mut tidy: String = characters
        .by_ref()
        .take(MAX_CHARACTERS)
        .map(|character| if breaks_the_line(character) { ' ' } else { character })
        .collect();
    if characters.next().is_some() {
        tidy.push('…');
    }
    tidy
}

/// Whether a character ends a line, or turns it around, or commands a terminal.
fn breaks_the_line(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(tidy(text, &ApiKey::new("server-123").unwrap()), expected);
    }

    #[test]
    fn text_becomes_one_line_without_the_key() {
        check("", "");
        check("No such customer", "No such customer");
        check("  a\r\nb\tc\u{1b}[31m\u{2028}d\u{202e}e\n", "a  b c [31m d e");
        check(
            "key server-123, key server-1234, key server-12",
            "key ***, key ***4, key server-12",
        );
    }

    #[test]
    fn long_text_is_cut_by_characters_after_the_key_is_gone() {
        let long = "🦀".repeat(300);
        check(&long, &long);
        check(&format!("{long}!"), &format!("{long}…"));
        check(
            &format!("{}server-123", "x".repeat(295)),
            &format!("{}***", "x".repeat(295)),
        );
    }
}
