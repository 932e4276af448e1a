const KEY = "googleSignInState";

/**
 * Checks the response with which Google sent the browser back to this page, if it did. Returns
 * `problem`, a sentence if the sign-in failed and otherwise null, and `state` for the next sign-in.
 *
 * Google sends back the `state` of the request, which proves that this browser tab started the
 * sign-in. Without that check, a link could sign in its reader with the account of an attacker
 * (RFC 6749, section 10.12). react-google-oauth2 sends a `state` and does not check it.
 */
export function comeBack() {
  const expected = sessionStorage.getItem(KEY);
  const state = crypto.randomUUID();
  sessionStorage.setItem(KEY, state);

  const query = new URLSearchParams(location.search);
  const problem = problemIn(query, expected);
  if (problem) {
    // Removes the code, so that react-google-oauth2 does not use it.
    history.replaceState(null, "", location.pathname);
  }
  return { state, problem };
}

function problemIn(query, expected) {
  if (!query.has("code") && !query.has("error")) {
    return null;
  }
  if (!expected || query.get("state") !== expected) {
    return "This sign-in was not started here. Start again.";
  }
  switch (query.get("error")) {
    case null:
      return null;
    case "access_denied":
      return "You were not signed in: Google was not allowed to tell us who you are.";
    default:
      return "You were not signed in: Google reported an error.";
  }
}
