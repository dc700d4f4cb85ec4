//! What is for sale: products, plans, add-ons, features, coupons, and the customers to start with.

mod decode;
mod error;
mod file;
mod json;
pub(crate) mod model;
mod tree;
mod validate;
#[cfg(feature = "yaml")]
mod yaml;

#[cfg(test)]
mod tests;

use std::fmt;
use std::path::Path as FilePath;
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;

pub use self::error::CatalogError;
use self::error::Mistake;
use self::model::{
    Addon, Coupon, CreditCurrency, Feature, FeatureGroup, PackageEntitlement, Plan, Product, Seed, Table,
};
pub(crate) use self::tree::Path;
use self::tree::Tree;
use crate::state::State;

/// A catalogue that was read and checked: what the emulator sells.
///
/// The format is described on the [crate's page](crate#the-catalogue). Cheap to clone.
///
/// ```
/// use stigg_emulator::Catalog;
///
/// let catalog = Catalog::from_json(
///     r#"{
///         "features": [{ "id": "feature-seats", "type": "number", "meter": "fluctuating" }],
///         "products": [{
///             "id": "product-app",
///             "plans": [{ "id": "plan-free", "pricing": "free", "entitlements": { "feature-seats": 3 } }]
///         }]
///     }"#,
/// )?;
/// # let _ = catalog;
/// # Ok::<(), stigg_emulator::CatalogError>(())
/// ```
#[derive(Clone)]
pub struct Catalog {
    content: Arc<Content>,
}

/// What a catalogue holds.
#[derive(Debug, Default, Clone)]
pub(crate) struct Content {
    pub(crate) billing_integration: bool,
    pub(crate) credit_currencies: Table<CreditCurrency>,
    pub(crate) features: Table<Feature>,
    pub(crate) feature_groups: Table<FeatureGroup>,
    pub(crate) products: Table<Product>,
    pub(crate) plans: Table<Plan>,
    pub(crate) addons: Table<Addon>,
    pub(crate) coupons: Table<Coupon>,
    pub(crate) seeds: Vec<Seed>,
}

impl Catalog {
    /// Reads a catalogue from a file: JSON when the name ends in `.json`, YAML (feature `yaml`) otherwise.
    ///
    /// # Errors
    ///
    /// [`CatalogError`] when the file cannot be read or holds a mistake.
    pub fn from_file(path: impl AsRef<FilePath>) -> Result<Self, CatalogError> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|error| CatalogError::unreadable(path.to_owned(), &error))?;
        let name = path.display().to_string();
        let is_json = path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        #[cfg(feature = "yaml")]
        if !is_json {
            return Self::build(&name, yaml::parse(&text));
        }
        #[cfg(not(feature = "yaml"))]
        if !is_json {
            let error = std::io::Error::new(
                std::io::ErrorKind::Unsupported,
                "YAML needs the feature `yaml` of stigg-emulator; JSON files end in .json",
            );
            return Err(CatalogError::unreadable(path.to_owned(), &error));
        }
        Self::build(&name, json::parse(&text))
    }

    /// Reads a catalogue from JSON text.
    ///
    /// # Errors
    ///
    /// [`CatalogError`] when the text holds a mistake.
    pub fn from_json(text: &str) -> Result<Self, CatalogError> {
        Self::build("catalog", json::parse(text))
    }

    /// Reads a catalogue from YAML text.
    ///
    /// # Errors
    ///
    /// [`CatalogError`] when the text holds a mistake.
    #[cfg(feature = "yaml")]
    pub fn from_yaml(text: &str) -> Result<Self, CatalogError> {
        Self::build("catalog", yaml::parse(text))
    }

    /// The built-in sample: a fictional product with a free, a paid and a custom plan, two add-ons, a coupon, and one
    /// feature of each kind, and a currency for credits. Its text is [`SAMPLE_CATALOG`](crate::SAMPLE_CATALOG).
    pub fn sample() -> Self {
        static SAMPLE: LazyLock<Catalog> = LazyLock::new(|| {
            // The same in JSON, so that it is there without the feature `yaml`.
            Catalog::build(
                "catalogs/sample.json",
                json::parse(include_str!("../catalogs/sample.json")),
            )
            .expect("the sample catalogue has no mistake, as its test shows")
        });
        SAMPLE.clone()
    }

    /// A catalogue that sells nothing.
    pub fn empty() -> Self {
        Self {
            content: Arc::default(),
        }
    }

    fn build(name: &str, tree: Result<Tree, Mistake>) -> Result<Self, CatalogError> {
        let tree = tree.map_err(|mistake| CatalogError::mistakes(name, vec![mistake]))?;
        if let Some(mistake) = tree.duplicate() {
            return Err(CatalogError::mistakes(name, vec![mistake]));
        }
        let file = decode::decode(&tree).map_err(|mistake| CatalogError::mistakes(name, vec![mistake]))?;
        let content = validate::validate(file, &tree).map_err(|mistakes| CatalogError::mistakes(name, mistakes))?;
        let catalog = Self {
            content: Arc::new(content),
        };
        // The customers to start with must be possible; when they begin does not matter for that.
        if let Err((path, error)) = State::new(&catalog.content, Timestamp::UNIX_EPOCH) {
            let mistake = Mistake::new(tree.line_of(&path), path, error.message);
            return Err(CatalogError::mistakes(name, vec![mistake]));
        }
        Ok(catalog)
    }

    /// The state that an emulator with this catalogue begins with.
    pub(crate) fn state(&self, now: Timestamp) -> Result<State, CatalogError> {
        State::new(&self.content, now)
            .map_err(|(path, error)| CatalogError::mistakes("catalog", vec![Mistake::new(1, path, error.message)]))
    }
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalog")
            .field("creditCurrencies", &self.content.credit_currencies.iter().count())
            .field("features", &self.content.features.iter().count())
            .field("feature_groups", &self.content.feature_groups.iter().count())
            .field("products", &self.content.products.iter().count())
            .field("plans", &self.content.plans.iter().count())
            .field("addons", &self.content.addons.iter().count())
            .field("coupons", &self.content.coupons.iter().count())
            .field("customers", &self.content.seeds.len())
            .finish()
    }
}

impl Content {
    /// The plan and those it is built on, from the first base to the plan itself.
    pub(crate) fn plan_chain<'a>(&'a self, plan: &'a Plan) -> Vec<&'a Plan> {
        let mut chain = vec![plan];
        let mut here = plan;
        while let Some(base) = here.base_plan.as_deref().and_then(|id| self.plans.get(id)) {
            chain.push(base);
            here = base;
        }
        chain.reverse();
        chain
    }

    /// What the plan takes over from the plans it is built on.
    pub(crate) fn inherited<'a>(&'a self, plan: &'a Plan) -> Vec<&'a PackageEntitlement> {
        let mut found: Vec<&PackageEntitlement> = Vec::new();
        let chain = self.plan_chain(plan);
        for base in &chain[..chain.len() - 1] {
            for entitlement in &base.package.entitlements {
                match found.iter_mut().find(|known| known.feature == entitlement.feature) {
                    Some(known) => *known = entitlement,
                    None => found.push(entitlement),
                }
            }
        }
        found.retain(|inherited| {
            plan.package
                .entitlements
                .iter()
                .all(|own| own.feature != inherited.feature)
        });
        found
    }

    /// Everything the plan gives: what it takes over and its own.
    pub(crate) fn effective<'a>(&'a self, plan: &'a Plan) -> Vec<&'a PackageEntitlement> {
        let mut found = self.inherited(plan);
        found.extend(&plan.package.entitlements);
        found
    }
}
