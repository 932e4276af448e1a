//! What the benches share: options, CPU time, medians and the printed table.

pub mod cpu_time;
pub mod options;
pub mod stats;
pub mod table;
