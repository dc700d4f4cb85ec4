//! A check that is answered from memory allocates nothing.

use allocation_counter::measure;
use futures_util::FutureExt;
use stigg::models::{
    CreditEntitlementState, EntitlementCurrency, EntitlementState, EntitlementsState, FeatureEntitlementState,
    FeatureType, GetBooleanEntitlement, GetCreditEntitlement, GetEntitlement, GetEntitlementV2Params,
    GetEnumEntitlement, GetMeteredEntitlement, GetNumericEntitlement, MeterType,
};

use crate::fake::{CUSTOMER, FEATURE, Fake, client, feature, metered};

#[tokio::test]
async fn a_warm_check_of_any_kind_allocates_nothing() {
    let fake = Fake::default();
    let of = |id, feature_type, meter_type| FeatureEntitlementState::new(feature(id, feature_type, meter_type));
    let mut projects = of("projects", FeatureType::Number, Some(MeterType::None));
    projects.usage_limit = Some(3.0);
    let mut regions = of("regions", FeatureType::Enum, None);
    regions.enum_values = ["eu".to_owned(), "us".to_owned()].into();
    let entitlements = [
        of("sso", FeatureType::Boolean, None),
        projects,
        metered(5.0, 1.0),
        regions,
    ];
    let mut tokens = CreditEntitlementState::new(EntitlementCurrency::new("tokens"));
    tokens.usage_limit = Some(10.0);
    let mut state = EntitlementsState::new(entitlements.map(EntitlementState::Feature).into());
    state.entitlements.push(EntitlementState::Credit(tokens));
    fake.answer_state(state);
    let (stigg, _) = client(&fake);
    stigg.get_entitlements_state_v2(CUSTOMER, None).await;

    let eu = GetEnumEntitlement::new(CUSTOMER, "regions").with_requested_values(["eu"]);
    let us = GetEntitlementV2Params::feature(CUSTOMER, "regions").with_requested_values(["us"]);
    let mut granted = 0;
    let counted = measure(|| {
        let sso = GetBooleanEntitlement::new(CUSTOMER, "sso").with_resource_id("");
        granted += u32::from(stigg.get_boolean_entitlement(sso).now_or_never().unwrap().has_access);
        let projects = GetNumericEntitlement::new(CUSTOMER, "projects");
        granted += u32::from(
            stigg
                .get_numeric_entitlement(projects)
                .now_or_never()
                .unwrap()
                .has_access,
        );
        let calls = GetMeteredEntitlement::new(CUSTOMER, FEATURE).with_requested_usage(1);
        granted += u32::from(stigg.get_metered_entitlement(calls).now_or_never().unwrap().has_access);
        granted += u32::from(stigg.get_enum_entitlement(eu).now_or_never().unwrap().has_access);
        let tokens = GetCreditEntitlement::new(CUSTOMER, "tokens").with_requested_usage(10);
        granted += u32::from(stigg.get_credit_entitlement(tokens).now_or_never().unwrap().has_access);
        for params in [
            GetEntitlementV2Params::feature(CUSTOMER, "sso").with_resource_id(""),
            GetEntitlementV2Params::feature(CUSTOMER, "projects"),
            GetEntitlementV2Params::feature(CUSTOMER, FEATURE).with_requested_usage(1),
            us,
            GetEntitlementV2Params::credit(CUSTOMER, "tokens").with_requested_usage(10),
        ] {
            granted += u32::from(stigg.get_entitlement_v2(params).now_or_never().unwrap().has_access());
        }
        #[expect(deprecated, reason = "it promises the same")]
        let calls = stigg.get_entitlement(GetEntitlement::new(CUSTOMER, FEATURE));
        granted += u32::from(calls.now_or_never().unwrap().has_access());
    });
    assert_eq!((granted, counted.count_total), (11, 0));
    assert_eq!(fake.reads(), 1);
}
