//! The program `stigg-emulator`: a local Stigg on a port.

use std::future::poll_fn;
use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::pin::pin;
use std::process::ExitCode;
use std::task::Poll;

use clap::Parser;
use stigg_emulator::{Catalog, DEFAULT_API_KEY, Emulator, StartError};
use tracing_subscriber::EnvFilter;

/// A local Stigg for development and tests: no account, no network.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// What is for sale: a JSON file, or a YAML file [default: a built-in sample]
    #[arg(long, value_name = "FILE", env = "STIGG_EMULATOR_CATALOG")]
    catalog: Option<PathBuf>,

    /// Port of the API; 0 is any free one
    #[arg(long, default_value_t = 3000, env = "STIGG_EMULATOR_PORT")]
    port: u16,

    /// Port of the Edge; 0 is any free one. Official clients look for it on 3060 when the API is on localhost
    #[arg(long, default_value_t = 3060, env = "STIGG_EMULATOR_EDGE_PORT")]
    edge_port: u16,

    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1", env = "STIGG_EMULATOR_HOST")]
    host: IpAddr,

    /// API key that is accepted
    #[arg(long, default_value = DEFAULT_API_KEY, hide_env_values = true, env = "STIGG_EMULATOR_API_KEY")]
    api_key: String,

    /// Prints the built-in sample catalogue, to begin a file of one's own with, and ends
    #[arg(long)]
    print_sample: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    if options.print_sample {
        say(stigg_emulator::SAMPLE_CATALOG.trim_end());
        return ExitCode::SUCCESS;
    }
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    match run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            match error {
                StartError::Catalog(_) => ExitCode::from(2),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

async fn run(options: Options) -> Result<(), StartError> {
    let catalog = match &options.catalog {
        Some(file) => Catalog::from_file(file)?,
        None => Catalog::sample(),
    };
    let emulator = Emulator::builder()
        .catalog(catalog)
        .api_key(options.api_key)
        .address(SocketAddr::new(options.host, options.port))
        .edge_port(options.edge_port)
        .start()
        .await?;
    // Listened to from its first poll on: whoever reads that Ctrl-C ends it may press it at once.
    let mut interrupt = pin!(tokio::signal::ctrl_c());
    let interrupted_before = poll_fn(|context| Poll::Ready(interrupt.as_mut().poll(context))).await;
    let (api, edge, key) = (emulator.api_url(), emulator.edge_url(), emulator.api_key());
    say(&format!(
        "Stigg emulator: API {api}/graphql, Edge {edge}, Ctrl-C ends it"
    ));
    say(&format!(
        "Catalogue: {}",
        options
            .catalog
            .map_or("built-in sample".to_owned(), |file| file.display().to_string())
    ));
    say("Try it:");
    say(&format!("  curl -H 'X-API-KEY: {key}' {edge}/v1/paywall.json"));
    let interrupted = match interrupted_before {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => interrupt.await,
    };
    if let Err(error) = interrupted {
        tracing::error!(%error, "cannot wait for Ctrl-C");
    }
    emulator.shutdown().await;
    Ok(())
}

/// Writes a line to standard output; a closed pipe is no reason to fall over.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Writes an error and its causes to standard error.
fn complain(error: &StartError) {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        text = format!("{text}: {source}");
        cause = source.source();
    }
    let _ = writeln!(std::io::stderr(), "{text}");
}
