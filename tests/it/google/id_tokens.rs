//! id_tokens
