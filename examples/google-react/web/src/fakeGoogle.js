const GOOGLE = "https://accounts.google.com/o/oauth2/v2/auth?";

/**
 * Redirects the browser from Google's consent page to the fake one, with the same query.
 *
 * Only for a service that was started with `--fake-google`, because react-google-oauth2 has no option
 * for the address that it opens. Leave this file out of your own program.
 */
export function redirectToFakeGoogle(consentPage) {
  navigation.addEventListener("navigate", (event) => {
    const { url } = event.destination;
    if (url.startsWith(GOOGLE)) {
      event.preventDefault();
      location.replace(`${consentPage}?${url.slice(GOOGLE.length)}`);
    }
  });
}
