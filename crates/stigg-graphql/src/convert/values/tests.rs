use serde_json::json;

use super::*;

#[test]
fn metadata_of_answers_is_text_whatever_it_was() {
    let wire = json!({"a": "b", "n": 1.5, "yes": true, "none": null, "list": [1, "x"]});
    let expected = [("a", "b"), ("list", r#"[1,"x"]"#), ("n", "1.5"), ("yes", "true")];
    let expected: Metadata = expected.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    assert_eq!(metadata(Some(wire)), Some(expected));
    assert_eq!(metadata(Some(json!({}))), Some(Metadata::new()));
    for odd in [None, Some(json!(null)), Some(json!("text")), Some(json!([1]))] {
        assert_eq!(metadata(odd), None);
    }
}

#[test]
fn metadata_of_an_update_is_kept_cleared_or_set() {
    assert_eq!(metadata_patch(Patch::Keep), None);
    assert_eq!(metadata_patch(Patch::Clear), Some(Value::Null));
    let metadata = Metadata::from([("tier".to_owned(), "gold".to_owned())]);
    assert_eq!(metadata_patch(Patch::Set(metadata)), Some(json!({"tier": "gold"})));
}

#[test]
fn dimensions_keep_their_types() {
    let dimensions = Dimensions::from([
        ("batch".to_owned(), true.into()),
        ("region".to_owned(), "eu".into()),
        ("tokens".to_owned(), 1.5.into()),
    ]);
    let expected = json!({"batch": true, "region": "eu", "tokens": 1.5});
    assert_eq!(dimensions_input(dimensions), expected);
}

#[test]
fn amounts_go_there_and_back_unchanged() {
    for (number, text) in [
        (0.0, "0"),
        (19.99, "19.99"),
        (-0.1, "-0.1"),
        (1e15, "1000000000000000"),
        (0.000_000_1, "0.0000001"),
    ] {
        let amount = decimal(number).unwrap();
        assert_eq!(amount.to_string(), text);
        assert_eq!(double(amount).to_bits(), number.to_bits(), "{text}");
    }
}

#[test]
fn an_absurd_amount_is_refused_with_its_value() {
    let problem = decimal(1e300).unwrap_err();
    let error = stigg_transport::Error::from(problem);
    assert_eq!(error.kind(), stigg_transport::ErrorKind::Decode);
    assert!(error.may_have_been_applied());
    assert!(error.to_string().ends_with("is out of range"), "{error}");
}

#[test]
fn what_says_nothing_is_absent() {
    assert_eq!(present(Some(String::new())), None);
    assert_eq!(present(Some(" ".to_owned())), Some(" ".to_owned()));
    assert_eq!(nonzero(Some(0.0)), None);
    assert_eq!(nonzero(Some(-1.0)), Some(-1.0));
}
