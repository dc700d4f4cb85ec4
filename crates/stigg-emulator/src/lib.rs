//! stigg-emulator
