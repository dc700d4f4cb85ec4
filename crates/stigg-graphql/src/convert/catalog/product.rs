//! Products.

use stigg_models::{DowngradePlan, Product};

use crate::convert::values::metadata;
use crate::generated::fragments as wire;

pub(crate) fn product(wire: wire::Product) -> Product {
    let mut product = Product::new(wire.ref_id);
    product.display_name = wire.display_name;
    product.description = wire.description;
    product.metadata = metadata(wire.additional_meta_data);
    product.downgrade_plan = wire
        .product_settings
        .downgrade_plan
        .map(|plan| DowngradePlan::new(plan.ref_id, plan.display_name));
    product.aws_marketplace_product_id = wire.aws_marketplace_product_id;
    product
}
