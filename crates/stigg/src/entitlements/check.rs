//! The way of every check: from memory or from Stigg to an answer, or to a fallback.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use stigg_entitlements::{CachedEntity, EntityKeyRef};
use stigg_models::{Cause, CauseKind, InvalidRequest, Origin, Timestamp};

use super::answer::Answer;
use crate::Stigg;
use crate::client::Inner;
use crate::counters::Count;
use crate::events::{AskedFor, Entity, Event, EventKind, FallbackServed, StaleServed};
use crate::freshness::{Asked, Standing};

/// A check: what is asked, how it is answered by what is known, and what is answered when nothing is.
pub(super) trait Check {
    type Answer: Answer;

    fn question(&self) -> Result<Question<'_>, InvalidRequest>;

    fn evaluate(&self, entity: &CachedEntity, now: Timestamp) -> Result<Self::Answer, Cause>;

    /// The same into an empty place, where the answer stays: it is large, and moving it about takes longer than all the rest.
    /// If there is no answer the place stays empty.
    #[inline]
    fn evaluate_into(&self, place: &mut Option<Self::Answer>, entity: &CachedEntity, now: Timestamp) {
        *place = self.evaluate(entity, now).ok();
    }

    fn fallback(&self, client: &Inner, cause: Cause) -> Self::Answer;
}

/// What all checks have in common. The ids have been checked.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    key: EntityKeyRef<'a>,
    asked: Asked<'a>,
}

impl<'a> Question<'a> {
    #[expect(
        clippy::inline_always,
        reason = "measured: what comes back from a call by way of memory has to be waited for"
    )]
    #[inline(always)]
    pub(super) fn new(
        customer_id: &'a str,
        resource_id: Option<&'a str>,
        asked: Asked<'a>,
    ) -> Result<Self, InvalidRequest> {
        InvalidRequest::check_id("customerId", customer_id)?;
        match asked {
            Asked::Feature(feature_id) => InvalidRequest::check_id("featureId", feature_id)?,
            Asked::Credit(currency_id) => InvalidRequest::check_id("currencyId", currency_id)?,
            Asked::Everything => {}
        }
        let key = EntityKeyRef::new(customer_id, resource_id);
        Ok(Self { key, asked })
    }

    /// The same for somebody who listens.
    fn describe(self) -> (Entity, AskedFor) {
        let asked_for = match self.asked {
            Asked::Feature(id) => AskedFor::Feature(id.into()),
            Asked::Credit(id) => AskedFor::Credit(id.into()),
            Asked::Everything => AskedFor::Everything,
        };
        (entity(self.key), asked_for)
    }
}

impl Stigg {
    /// Answers a check, and asks Stigg if need be.
    ///
    /// A hit is answered before anything is awaited, by code that keeps nothing over an await: answers are large, and moving
    /// them about takes longer than finding them. All the rest is boxed, if it has to wait.
    #[inline]
    pub(super) async fn check<C: Check + Sync>(&self, check: &C) -> C::Answer
    where
        C::Answer: Send,
    {
        let mut place = None;
        self.inner.hit_fresh(check, &mut place);
        if let Some(answer) = place {
            return answer;
        }
        match self.inner.hit_due(check) {
            Ok(answer) => answer,
            Err(miss) => self.ask(check, miss).boxed().await,
        }
    }

    /// Answers a check by what Stigg says, or else by what was known.
    async fn ask<C: Check>(&self, check: &C, miss: Miss<'_>) -> C::Answer {
        let inner = &self.inner;
        let Miss { question, known_age } = miss;
        let evaluate = |entity: &CachedEntity, now| check.evaluate(entity, now);
        match inner.asked(question.key, known_age, evaluate).await {
            Ok((answer, origin)) => inner.answered(question, answer, origin),
            Err(cause) => inner.fall_back(check, Some(question), cause),
        }
    }

    /// Answers a check by what is in memory; `None` if nothing is.
    pub(super) fn peek<C: Check>(&self, check: &C) -> Option<C::Answer> {
        let mut place = None;
        self.inner.hit_fresh(check, &mut place);
        if place.is_none() {
            place = self.inner.peek_at_all(check);
        }
        place
    }
}

/// A check that has to ask Stigg first.
struct Miss<'a> {
    question: Question<'a>,
    /// How old what is known is, if it is worth something when Stigg cannot be asked.
    known_age: Option<Duration>,
}

impl Inner {
    /// The answer to a check by whatever is in memory, asking nobody.
    #[cold]
    fn peek_at_all<C: Check>(&self, check: &C) -> Option<C::Answer> {
        let question = check.question().ok()?;
        let evaluate = |entity: &CachedEntity, now| check.evaluate(entity, now);
        let (answer, origin) = self.answer_from_memory(question.key, question.asked, evaluate)?;
        Some(match answer {
            Ok(answer) => self.answered(question, answer, origin),
            Err(cause) => self.fall_back(check, Some(question), cause),
        })
    }

    /// Puts the answer to a check of what is fresh into an empty place. For everything else, however it is to be answered, the
    /// place stays empty.
    #[inline]
    fn hit_fresh<C: Check>(&self, check: &C, place: &mut Option<C::Answer>) {
        let Ok(Question { key, asked }) = check.question() else {
            return;
        };
        if self.is_out_of_service().is_some() {
            return;
        }
        let now = self.now();
        // Fresh is what an answer says of itself from the beginning.
        self.store.with(key, now.monotonic, |entity| {
            if self.freshness.judge(&self.link, entity, asked, now) == Standing::Fresh {
                check.evaluate_into(place, entity, now.wall);
            }
        });
        if place.is_some() {
            self.counters.count(Count::FreshHits);
            self.tell_of_hit(key);
        }
    }

    /// The answer to a check that needs none of Stigg: of what is known but due, or a fallback.
    #[cold]
    fn hit_due<'a, C: Check>(self: &Arc<Self>, check: &'a C) -> Result<C::Answer, Miss<'a>> {
        let question = match check.question() {
            Ok(question) => question,
            Err(invalid) => return Ok(self.fall_back(check, None, cause_of(&invalid))),
        };
        let evaluate = |entity: &CachedEntity, now| check.evaluate(entity, now);
        match self.known(question.key, question.asked, evaluate) {
            Ok(Ok((answer, origin))) => Ok(self.answered(question, answer, origin)),
            Ok(Err(cause)) => Ok(self.fall_back(check, Some(question), cause)),
            Err(known_age) => Err(Miss { question, known_age }),
        }
    }

    fn answered<A: Answer>(&self, question: Question<'_>, mut answer: A, origin: Origin) -> A {
        if let Origin::Stale { age, cause, .. } = &origin {
            self.counters.count(Count::ChecksStale);
            self.events.emit_with(EventKind::StaleServed, || {
                let (entity, asked_for) = question.describe();
                Event::StaleServed(Arc::new(StaleServed::new(entity, asked_for, *age, cause.clone())))
            });
        } else {
            self.counters.count(Count::ChecksFresh);
        }
        answer.set_origin(origin);
        answer
    }

    fn fall_back<C: Check>(&self, check: &C, question: Option<Question<'_>>, cause: Cause) -> C::Answer {
        self.counters.count(Count::ChecksFallback);
        if let Some(question) = question {
            self.events.emit_with(EventKind::FallbackServed, || {
                let (entity, asked_for) = question.describe();
                Event::FallbackServed(Arc::new(FallbackServed::new(entity, asked_for, cause.clone())))
            });
        }
        check.fallback(self, cause)
    }

    /// The cache knows whom a check is about.
    pub(crate) fn hit(&self, key: EntityKeyRef<'_>) {
        self.counters.count(Count::CacheHits);
        self.tell_of_hit(key);
    }

    #[inline]
    fn tell_of_hit(&self, key: EntityKeyRef<'_>) {
        self.events
            .emit_with(EventKind::CacheHit, || Event::CacheHit(entity(key)));
    }

    /// The cache does not know whom a check is about.
    pub(crate) fn miss(&self, key: EntityKeyRef<'_>) {
        self.counters.count(Count::CacheMisses);
        self.events
            .emit_with(EventKind::CacheMiss, || Event::CacheMiss(entity(key)));
    }
}

fn entity(key: EntityKeyRef<'_>) -> Entity {
    Entity::new(key.customer_id(), key.resource_id())
}

fn cause_of(invalid: &InvalidRequest) -> Cause {
    Cause::with_detail(CauseKind::InvalidArgument, format!("invalid argument: {invalid}"))
}
