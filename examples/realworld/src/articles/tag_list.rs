//! The tags of an article, in alphabetical order.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    database::Transaction,
    mistakes::{Member, Mistakes},
};

const MOST_TAGS: usize = 20;
const LONGEST_TAG: usize = 64;

#[derive(Default, Serialize)]
pub(super) struct TagList(BTreeSet<String>);

impl TagList {
    /// Checks the tags of a request.
    pub(super) fn check(value: Member<Vec<String>>, mistakes: &mut Mistakes) -> Option<Self> {
        let Member::Value(sent) = value else {
            mistakes.add("tagList", "has to be a list");
            return None;
        };
        let mut tags = BTreeSet::new();
        for tag in sent {
            let tag = tag.trim().to_owned();
            if tag.is_empty() || tag.chars().count() > LONGEST_TAG || tag.contains(char::is_control)
            {
                mistakes.add(
                    "tagList",
                    format!("tags have 1 to {LONGEST_TAG} characters, in one line"),
                );
                return None;
            }
            tags.insert(tag);
        }
        if tags.len() > MOST_TAGS {
            mistakes.add(
                "tagList",
                format!("has too many tags (maximum is {MOST_TAGS})"),
            );
            return None;
        }
        Some(Self(tags))
    }

    /// Adds the tags to an article that has none.
    pub(super) async fn insert(
        &self,
        transaction: &mut Transaction,
        article_id: i64,
    ) -> Result<(), sqlx::Error> {
        for tag in &self.0 {
            transaction
                .query("insert into article_tags (article_id, tag) values ($1, $2)")
                .bind(article_id)
                .bind(tag)
                .execute()
                .await?;
        }
        Ok(())
    }
}

/// Reads the column `tag_list`: the tags with a line break between them, or null where there is no tag.
impl From<Option<String>> for TagList {
    fn from(lines: Option<String>) -> Self {
        Self(
            lines
                .iter()
                .flat_map(|lines| lines.split('\n'))
                .map(str::to_owned)
                .collect(),
        )
    }
}
