use crate::config::ConfigProblem;

/// Checks the API prefix; `""` and `"/"` are none.
pub(super) fn parse(name: &str) -> Result<Box<str>, ConfigProblem> {
    let wrong = |reason| ConfigProblem::ApiName {
        name: name.to_owned(),
        reason,
    };
    if name.is_empty() || name == "/" {
        return Ok(Box::from(""));
    }
    if !name.starts_with('/') {
        return Err(wrong("it starts with `/`"));
    }
    if name.ends_with('/') {
        return Err(wrong("it does not end with `/`"));
    }
    if name.contains("//") {
        return Err(wrong("it has no empty segment"));
    }
    if name
        .split('/')
        .any(|segment| segment == "." || segment == "..")
    {
        return Err(wrong("it has no `.` and `..`"));
    }
    if name.contains(['{', '}', '*', ':', '<', '>']) {
        return Err(wrong("it has no captures"));
    }
    if !name.bytes().all(|byte| byte.is_ascii_graphic()) || name.contains(['?', '#', '\\']) {
        return Err(wrong("it is the path of a URL in ASCII, without query"));
    }
    Ok(Box::from(name))
}
