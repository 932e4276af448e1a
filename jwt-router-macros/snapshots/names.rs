#[automatically_derived]
#[allow(unused_qualifications)]
impl<const N: usize> ::jwt_router::ScopeName for Scope<N> {
    fn name(&self) -> &'static str {
        match self {
            Self::ReadPosts => "posts:read",
            Self::r#Type => "type",
            Self::WritePosts => "write_posts",
        }
    }
}
