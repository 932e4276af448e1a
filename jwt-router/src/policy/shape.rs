/// Returns the path of a route without the names of its captures, to compare paths: `/users/{}` for `/users/{id}`
/// and for `/users/{name}`.
pub(crate) fn shape(path: &str) -> String {
    let mut shape = String::with_capacity(path.len());
    let mut is_capture = false;
    for character in path.chars() {
        match character {
            '{' => {
                is_capture = true;
                shape.push('{');
            }
            '}' => {
                is_capture = false;
                shape.push('}');
            }
            '*' if shape.ends_with('{') => shape.push('*'),
            _ if is_capture => {}
            _ => shape.push(character),
        }
    }
    shape
}
