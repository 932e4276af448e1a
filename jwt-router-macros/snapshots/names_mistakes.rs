#[automatically_derived]
#[allow(unused_qualifications)]
impl ::jwt_router::RoleName for Role {
    fn name(&self) -> &'static str {
        ""
    }
}
::core::compile_error! {
    "`#[name]` goes on a variant\nhelp: move it to the variant that it names"
}
::core::compile_error! {
    "`name` takes a string\nhelp: write `#[name = \"admin\"]`"
}
::core::compile_error! {
    "`Editor` has fields, and a name is a variant without any\nhelp: remove them, or write `impl jwt_router::RoleName` by hand"
}
::core::compile_error! {
    "`Reader` is named twice\nhelp: keep one of them"
}
::core::compile_error! {
    "a space belongs to the role's name here\nhelp: write `\"editor\"`"
}
::core::compile_error! {
    "`Reader` has the name `a` already\nhelp: give each variant a name of its own"
}
