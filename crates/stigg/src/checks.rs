#![doc = include_str!("checks.md")]
