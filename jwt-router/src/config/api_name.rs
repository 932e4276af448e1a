use crate::problem::ConfigProblem;

/// Parses the API prefix, such as `/api/v1`. Both `""` and `"/"` mean that the application has no prefix.
pub(super) fn parse(name: &str) -> Result<Box<str>, ConfigProblem> {
    let wrong = |reason| ConfigProblem::ApiName {
        name: name.to_owned(),
        reason,
    };
    if name.is_empty() || name == "/" {
        return Ok(Box::from(""));
    }
    if !name.starts_with('/') {
        return Err(wrong("it must start with `/`"));
    }
    if name.ends_with('/') {
        return Err(wrong("it must not end with `/`"));
    }
    if name.contains("//") {
        return Err(wrong("it must have no empty segment"));
    }
    if name
        .split('/')
        .any(|segment| segment == "." || segment == "..")
    {
        return Err(wrong("it must have no `.` and no `..`"));
    }
    if name.contains(['{', '}', '*', ':', '<', '>']) {
        return Err(wrong("it must have no captures"));
    }
    if !name.bytes().all(|byte| byte.is_ascii_graphic()) || name.contains(['?', '#', '\\']) {
        return Err(wrong(
            "it must be the path of a URL in ASCII, without query",
        ));
    }
    Ok(Box::from(name))
}
