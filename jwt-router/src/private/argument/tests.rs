use super::*;
use crate::policy::{Access, RouteMeta};

#[derive(Clone)]
struct User {
    id: i64,
}

impl Entity for User {
    const TABLE: &'static str = "users";
    const KEY: &'static str = "id";
    type Key = i64;

    fn key(&self) -> &i64 {
        &self.id
    }
}

/// An extractor that nobody here has heard of.
struct Page;

trait Answer {
    const IS_YES: bool;
}

impl Answer for Yes {
    const IS_YES: bool = true;
}

impl Answer for No {
    const IS_YES: bool = false;
}

fn is_yes<T, A: Answer>(_: &Fact<T, A>) -> bool {
    A::IS_YES
}

/// Whether the start-up knows of an argument that it wants the caller.
fn wants_the_caller(identity: policy::ArgIdentity) -> bool {
    let arguments = Box::leak(Box::new([identity]));
    RouteMeta::new(Access::Whitelisted, &[], "/", "", "", 0)
        .arguments(arguments)
        .holds_token()
}

/// What the table `MAY_ASK` says of each type is what `IDENTITY` says of it.
///
/// The first chooses the guard, the second is the policy: a type that is missing in one of them would
/// be a public route whose guard does not know the caller that the handler asks for.
macro_rules! check {
    ($($type:ty: $asks:literal;)*) => {
        $(
            let name = stringify!($type);
            assert_eq!(is_yes(&<Arg<$type>>::MAY_ASK), $asks, "MAY_ASK of {name}");
            assert_eq!(wants_the_caller(<Arg<$type>>::IDENTITY), $asks, "IDENTITY of {name}");
        )*
    };
}

#[test]
fn an_argument_may_ask_who_calls_exactly_where_it_is_known_to_want_the_caller() {
    check! {
        State<User>: false;
        Path<i64>: false;
        Query<User>: false;
        Json<User>: false;
        Form<User>: false;
        Extension<User>: false;
        ConnectInfo<User>: false;
        String: false;
        Bytes: false;
        HeaderMap: false;
        http::Method: false;
        http::Uri: false;
        MatchedPath: false;
        OriginalUri: false;
        RawQuery: false;
        G<User>: true;
        Option<G<User>>: true;
        G<AnyEntity>: true;
        Option<G<AnyEntity>>: true;
        JwtRoutes: true;
        Page: true;
        Option<Page>: true;
    }
}

#[cfg(feature = "google")]
#[test]
fn of_a_login_only_the_strategy_wants_the_caller() {
    check! {
        crate::Google: true;
        crate::LoginCallback: false;
        crate::GoogleLogin: false;
    }
}
