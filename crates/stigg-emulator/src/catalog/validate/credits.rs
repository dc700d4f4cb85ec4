//! What credits are counted in.

use super::Check;
use super::features::units;
use crate::catalog::file::CreditCurrencyFile;
use crate::catalog::model::CreditCurrency;
use crate::catalog::tree::Path;

impl Check<'_> {
    pub(super) fn credit_currency(&mut self, file: CreditCurrencyFile, path: &Path) -> CreditCurrency {
        // Prices have currencies too, and a mix-up of the two would go unnoticed.
        if crate::schema::enum_values("Currency").contains(&file.id.as_str()) {
            let message = format!("`{}` is a currency of money: credits need a name of their own", file.id);
            self.mistake(&path.key("id"), message);
        }
        CreditCurrency {
            display_name: file.display_name.unwrap_or_else(|| file.id.clone()),
            id: file.id,
            description: file.description,
            symbol: file.symbol,
            units: file.units.map(units),
            metadata: file.metadata,
        }
    }
}
