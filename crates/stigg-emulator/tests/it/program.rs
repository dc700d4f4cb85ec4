//! The program.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stigg-emulator"));
    command.env_clear();
    command
}

#[test]
fn a_mistake_in_the_catalogue_is_named_and_ends_with_2() {
    let file = std::env::temp_dir().join(format!("stigg-emulator-program-{}.yaml", std::process::id()));
    std::fs::write(&file, "features:\n  - id: seats\n    type: nubmer\n").unwrap();
    let output = program().arg("--catalog").arg(&file).output().unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    let expected = "features[0].type: unknown variant `nubmer`, expected one of `boolean`, `number`, `enum`";
    assert_eq!(error, format!("{}:3: {expected}\n", file.display()));
    assert_eq!(output.stdout, b"");
}

#[test]
fn a_port_that_is_taken_ends_with_1() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let output = program()
        .args(["--edge-port", "0", "--port", &address.port().to_string()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.starts_with(&format!("cannot listen on {address}: ")), "{error}");
}

#[test]
fn the_sample_can_be_printed() {
    let output = program().arg("--print-sample").output().unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        stigg_emulator::SAMPLE_CATALOG
    );
}

#[tokio::test]
async fn it_says_where_it_listens_and_answers_there() {
    let mut running = program()
        .env("STIGG_EMULATOR_PORT", "0")
        .env("STIGG_EMULATOR_EDGE_PORT", "0")
        .env("STIGG_EMULATOR_API_KEY", "server-mine")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(running.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let api = first
        .split("API ")
        .nth(1)
        .unwrap()
        .split(',')
        .next()
        .unwrap()
        .to_owned();
    let response = crate::support::http()
        .post(api)
        .header("X-API-KEY", "server-mine")
        .json(&serde_json::json!({ "query": "{ __typename }" }))
        .send()
        .await
        .unwrap();
    let hint = lines.nth(2).unwrap().unwrap();
    running.kill().unwrap();
    running.wait().unwrap();
    assert_eq!(response.text().await.unwrap(), r#"{"data":{"__typename":"Query"}}"#);
    assert!(
        hint.contains("curl -H 'X-API-KEY: server-mine' http://127.0.0.1:"),
        "{hint}"
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_in_good_order() {
    let mut running = program()
        .args(["--port", "0", "--edge-port", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(running.stdout.take().unwrap()).lines();
    // It listens to signals before it says that it does.
    while !lines.next().unwrap().unwrap().contains("curl") {}
    let interrupt = Command::new("kill")
        .args(["-INT", &running.id().to_string()])
        .status()
        .unwrap();
    assert!(interrupt.success());
    assert_eq!(running.wait().unwrap().code(), Some(0));
}
