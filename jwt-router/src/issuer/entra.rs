//! The issuer names of Entra ID's tenants, which are organizations with users of their own.

use super::IssuerNames;

/// Returns the two issuer names that the tokens of an Entra ID tenant may have.
///
/// # Errors
///
/// Returns the text of an error message when `tenant` is not a tenant's id (a GUID). The word `common`, for
/// example, is not an issuer: it accepts the users of every tenant.
pub(super) fn names(tenant: &str) -> Result<IssuerNames, String> {
    if !is_guid(tenant) {
        return Err(format!(
            "`{}` is not the id of a tenant, such as `8eaef023-2b34-4da1-9baa-8bc8c9d6a490`",
            tenant.escape_debug()
        ));
    }
    let tenant = tenant.to_ascii_lowercase();
    let second = format!("https://login.microsoftonline.com/{tenant}/v2.0");
    // The issuer of version 1.0 access tokens, which an API receives unless its registration chooses version
    // 2.0.
    Ok(IssuerNames::new(second).and(format!("https://sts.windows.net/{tenant}/")))
}

/// Returns whether the text is a GUID: hexadecimal digits in groups of 8, 4, 4, 4 and 12.
fn is_guid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    let is_hex = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-';
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(is_hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_is_one_issuer_with_two_names() {
        let names = names("8EAEF023-2b34-4da1-9baa-8bc8c9d6a490").unwrap();
        assert_eq!(
            names.all(),
            [
                "https://login.microsoftonline.com/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/v2.0",
                "https://sts.windows.net/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/",
            ]
        );
    }

    #[test]
    fn what_is_no_tenant_is_refused() {
        for tenant in [
            "",
            "common",
            "organizations",
            "example.onmicrosoft.com",
            "8eaef023-2b34-4da1-9baa-8bc8c9d6a49",
            "8eaef0232b344da19baa8bc8c9d6a490",
            "8eaef023-2b34-4da1-9baa-8bc8c9d6a49/",
            "8eaef023-2b34-4da1-9baa-8bc8c9d6a490-",
        ] {
            assert!(names(tenant).is_err(), "{tenant}");
        }
    }
}
