mod customers;
mod subscriptions;

use super::*;
