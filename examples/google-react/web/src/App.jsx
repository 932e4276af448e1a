import { useEffect, useState } from "react";
import { createOAuthHeaders, GoogleButton, logOutOAuthUser } from "react-google-oauth2";

/** `auth` comes from react-google-oauth2, `settings` from the service, `signIn` from `comeBack`. */
export function App({ auth, settings, signIn }) {
  const { isAuthenticated, responseState } = auth;
  const [greeting, setGreeting] = useState(null);
  const [problem, setProblem] = useState(signIn.problem);

  function logOut() {
    logOutOAuthUser();
    // Otherwise the button would store the token again when it is rendered.
    auth.setResponseState({});
    auth.setOAuthState(false);
    setGreeting(null);
    setProblem(null);
  }

  async function greet() {
    const { name, problem, isRefused } = await whoAmI();
    if (isRefused && isAuthenticated) {
      logOut();
      setProblem("You were signed out: this account is not known here, or the session has ended.");
      return;
    }
    setGreeting(name ? `Hello, ${name}` : null);
    setProblem(problem);
  }

  useEffect(() => {
    if (isAuthenticated) {
      greet();
    }
  }, [isAuthenticated]);

  return (
    <>
      <h1>Who am I?</h1>
      {isAuthenticated ? (
        <button onClick={logOut}>Log out</button>
      ) : (
        <GoogleButton
          apiUrl="/api/v1/google_login"
          className="sign-in"
          defaultStyle={false}
          options={{
            accessType: "online",
            clientId: settings.client_id,
            redirectUri: settings.redirect_uri,
            scopes: ["openid", "email"],
            state: signIn.state,
          }}
        >
          Sign in with Google
        </GoogleButton>
      )}
      <button onClick={greet}>Ask the service</button>
      <p role="status">{isAuthenticated && greeting}</p>
      <p role="alert">{problem ?? signInProblem(responseState)}</p>
    </>
  );
}

/** Calls the protected route, with the headers that react-google-oauth2 makes. */
async function whoAmI() {
  try {
    const response = await fetch("/api/v1/me", { headers: createOAuthHeaders("users") });
    if (response.ok) {
      return { name: (await response.json()).name };
    }
    if (response.status === 401) {
      return { isRefused: true, problem: "You are not signed in." };
    }
    return { problem: `The service responded with ${response.status}. Try again later.` };
  } catch {
    return { problem: "The service cannot be reached. Try again later." };
  }
}

/** The service responded without a token. react-google-oauth2 does not pass on the reason. */
function signInProblem(responseState) {
  return responseState.error
    ? "You were not signed in: this account is not known here, or Google could not be reached."
    : null;
}
