//! The fields of an article, checked alike when it is written and when it is edited.

use crate::mistakes::{Member, Mistakes};

const LONGEST_TITLE: usize = 200;

pub(super) fn title(value: Member<String>, mistakes: &mut Mistakes) -> Option<String> {
    let title = mistakes.text("title", value)?.trim().to_owned();
    if title.chars().count() > LONGEST_TITLE {
        mistakes.add(
            "title",
            format!("is too long (maximum is {LONGEST_TITLE} characters)"),
        );
        return None;
    }
    Some(title)
}

pub(super) fn description(value: Member<String>, mistakes: &mut Mistakes) -> Option<String> {
    mistakes.text("description", value)
}

pub(super) fn body(value: Member<String>, mistakes: &mut Mistakes) -> Option<String> {
    mistakes.text("body", value)
}
