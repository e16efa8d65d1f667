//! Hand-checkable cases, clause by clause, through the real binary: meets, violates, exactly at the limit, unusable.

#[path = "../support/mod.rs"]
mod support;

mod corridors;
mod counties;
mod drawn;
mod figures;
mod green;
mod greenways;
mod ground;
mod plazas;
mod reach;
mod renewal;
mod roads;
mod shares;
mod standards;
mod storeys;
mod walkways;
