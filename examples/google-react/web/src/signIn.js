const KEY = "googleSignInState";

/**
 * Reads what Google sent the browser back with, if it did: `problem` says in a sentence what went
 * wrong. `state` is for the next sign-in.
 *
 * Google sends back the `state` that it was called with, so it shows that this browser tab started
 * the sign-in; otherwise a link could sign its reader in as somebody else (RFC 6749, section 10.12).
 * react-google-oauth2 sends a `state` and leaves the comparison to the page.
 */
export function comeBack() {
  const expected = sessionStorage.getItem(KEY);
  const state = crypto.randomUUID();
  sessionStorage.setItem(KEY, state);

  const query = new URLSearchParams(location.search);
  const problem = problemIn(query, expected);
  if (problem) {
    // So that react-google-oauth2 does not see the code.
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
