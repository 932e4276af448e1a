//! Compares the expansion of each feature with a file in `../snapshots`. `UPDATE_EXPECT=1` rewrites the files.

mod enclosing;
mod manifest;
mod rooms;

use expect_test::{ExpectFile, expect_file};
use proc_macro2::TokenStream;
use quote::quote;

use crate::attribute;
use crate::syntax::{Access, Naming};

#[track_caller]
fn check(expansion: TokenStream, expected: ExpectFile) {
    let file = syn::parse2(expansion).unwrap();
    expected.assert_eq(&prettyplease::unparse(&file));
}

#[test]
fn a_whitelisted_route_needs_no_arguments() {
    let handler = quote! { pub async fn ping() -> &'static str { "pong" } };
    let expansion = attribute::route(Access::Whitelisted, TokenStream::new(), handler);
    check(expansion, expect_file!["../snapshots/whitelist.rs"]);
}

#[test]
fn an_ignored_route_may_know_its_caller() {
    let args = quote! { "/feed" };
    let handler = quote! {
        async fn feed(g: Option<G<User>>, State(db): State<Db>) -> String { db.feed(g).await }
    };
    check(
        attribute::route(Access::Ignored, args, handler),
        expect_file!["../snapshots/ignored.rs"],
    );
}

#[test]
fn a_protected_route_takes_every_argument() {
    let args = quote! {
        [GET, HEAD], "/users/{id}/files/{*file}",
        state = App, entity = User, claims_only, query = "auth", crate = crate::vendored
    };
    let handler = quote! {
        /// Sends a file.
        #[cfg(feature = "files")]
        #[deprecated]
        pub(crate) async fn r#type(g: G, Path((id, file)): Path<(i64, String)>) -> Result<Vec<u8>, Error> {
            read(id, file).await
        }
    };
    check(
        attribute::route(Access::Protected, args, handler),
        expect_file!["../snapshots/protected.rs"],
    );
}

#[test]
fn a_protected_route_demands_what_it_says() {
    let args = quote! {
        DELETE, "/posts/{id}", register = false, entity = any(User, keys::ApiKey),
        role = any(Role::Admin, "editor"), scope = "posts:write", acr = any("aal2", "aal3"),
        factor = ["pwd", "otp"], fresh = "15m", guard = crate::owns::<Post>
    };
    let handler = quote! { async fn delete() {} };
    check(
        attribute::route(Access::Protected, args, handler),
        expect_file!["../snapshots/requirements.rs"],
    );
}

#[test]
fn a_route_for_tickets_takes_a_ticket() {
    let args = quote! { GET, "/events", ticket };
    let handler = quote! { async fn events(ticket: Ticket<User>) {} };
    check(
        attribute::route(Access::Protected, args, handler),
        expect_file!["../snapshots/ticket.rs"],
    );
}

#[test]
fn a_route_for_one_purpose_takes_a_link() {
    let args = quote! { GET, "/password", purpose = "reset-password", query = "link" };
    let handler = quote! { async fn password(link: Link<User>) -> Html<String> { page(link) } };
    check(
        attribute::route(Access::Protected, args, handler),
        expect_file!["../snapshots/link.rs"],
    );
}

#[test]
fn an_unregistered_route_is_neither_submitted_nor_unique() {
    let args = quote! { POST, "/users", register = false };
    let handler = quote! {
        async fn create(State(db): State<Db>, State(mailer): State<Mailer>, Json(new): Json<NewUser>) {}
    };
    check(
        attribute::route(Access::Protected, args, handler),
        expect_file!["../snapshots/unregistered.rs"],
    );
}

#[test]
fn every_mistake_is_reported_and_the_handler_stays() {
    let args = quote! { psot "/users/:id", rol = "admin", entity = User };
    let handler = quote! {
        #[protected]
        async fn show(Json(body): Json<Body>, id: &Id, Path(id): Path<i64>) {}
    };
    check(
        attribute::route(Access::Whitelisted, args, handler),
        expect_file!["../snapshots/mistakes.rs"],
    );
}

#[test]
fn an_entity_has_a_table_and_a_key() {
    let args = quote! { table = "app.users", key = "user_id" };
    let item = quote! {
        #[derive(Clone)]
        pub struct User { user_id: i64, name: String }
    };
    check(
        attribute::entity(args, item),
        expect_file!["../snapshots/entity.rs"],
    );
}

#[test]
fn an_enum_has_the_names_of_its_variants() {
    let item = quote! {
        #[derive(ScopeName)]
        enum Scope<const N: usize> {
            #[doc = "Reads posts."]
            #[name = "posts:read"]
            ReadPosts,
            r#Type,
            WritePosts = 7,
        }
    };
    check(
        attribute::names(Naming::Scope, item),
        expect_file!["../snapshots/names.rs"],
    );
}

#[test]
fn every_mistake_of_an_enum_of_names_is_reported() {
    let item = quote! {
        #[name = "roles"]
        enum Role {
            #[name]
            Admin,
            #[name = " editor"]
            Editor(u8),
            #[name = "a"]
            #[name = "b"]
            Reader,
            #[name = "a"]
            Writer,
        }
    };
    check(
        attribute::names(Naming::Role, item),
        expect_file!["../snapshots/names_mistakes.rs"],
    );
}

#[test]
fn an_entity_may_say_its_roles() {
    let args = quote! { table = "users", accessor = false, roles = Self::roles };
    let item = quote! { struct User { id: i64, role: Role } };
    check(
        attribute::entity(args, item),
        expect_file!["../snapshots/entity_roles.rs"],
    );
}

#[test]
fn an_entity_may_be_generic_and_have_no_accessor() {
    let args = quote! { table = "1", accessor = false };
    let item = quote! { struct Row<T> where T: Clone { id: T } };
    check(
        attribute::entity(args, item),
        expect_file!["../snapshots/entity_generic.rs"],
    );
}

#[test]
fn an_entity_with_mistakes_is_an_entity_still() {
    let args = quote! { tabel = "users", key = "user_idd" };
    let item = quote! { struct User { user_id: i64 } };
    check(
        attribute::entity(args, item),
        expect_file!["../snapshots/entity_mistakes.rs"],
    );
}

#[test]
fn a_list_names_hidden_functions() {
    let list = quote! { [::jwt_router] login, #[cfg(unix)] users::show, crate::r#type, };
    let expansion = attribute::routes(list);
    check(
        quote! { fn list() { #expansion } },
        expect_file!["../snapshots/routes.rs"],
    );
}

#[test]
fn defaults_are_an_entry_of_the_registry() {
    let input =
        quote! { prefix = "/admin", entity = User, role = [Role::Admin, "staff"], fresh = "1h" };
    check(
        attribute::defaults(input),
        expect_file!["../snapshots/defaults.rs"],
    );
}

#[test]
fn a_list_with_mistakes_is_a_list_still() {
    let list = quote! { [::jwt_router] login(), "show", me };
    let expansion = attribute::routes(list);
    check(
        quote! { fn list() { #expansion } },
        expect_file!["../snapshots/routes_mistakes.rs"],
    );
}

#[test]
fn what_is_no_function_passes_untouched() {
    let item = quote! { struct NotAHandler; };
    let expansion = attribute::route(Access::Protected, TokenStream::new(), item).to_string();
    assert!(expansion.starts_with("struct NotAHandler ;"), "{expansion}");
    assert!(
        expansion.contains("`#[protected]` goes on an `async fn`"),
        "{expansion}"
    );
}

#[test]
fn a_handler_is_emitted_token_for_token() {
    let handler = quote! {
        #[doc = "Says hello."]
        pub(in crate::api) async fn hello(mut name: Query<Name>, _: HeaderMap) -> impl IntoResponse { name . }
    };
    let expansion = attribute::route(Access::Protected, TokenStream::new(), handler.clone());
    assert!(expansion.to_string().starts_with(&handler.to_string()));
}

// The attribute may be a policy under another name, which would expand too.
#[test]
fn a_handler_with_an_unknown_attribute_below_the_policy_is_marked() {
    let handler = |mark| {
        quote! { #[instrument(skip_all)] #mark pub async fn hello() { . } }
    };
    let expansion = attribute::route(Access::Protected, TokenStream::new(), handler(None));
    let marked = handler(Some(quote!(#[rustfmt::jwt_router_policy])));
    assert!(expansion.to_string().starts_with(&marked.to_string()));
}

#[test]
fn a_handler_with_a_mark_has_a_second_policy() {
    let handler = quote! { #[rustfmt::jwt_router_policy] async fn hello() {} };
    let expansion = attribute::route(Access::Protected, TokenStream::new(), handler).to_string();
    assert!(
        expansion.starts_with("async fn hello () { }"),
        "{expansion}"
    );
    assert!(
        expansion.contains("a second policy on one handler"),
        "{expansion}"
    );
    assert!(!expansion.contains("__policy_of"), "{expansion}");
}
