const GOOGLE = "https://accounts.google.com/o/oauth2/v2/auth?";

/**
 * Leads the browser to a stand-in for Google's consent page, with the same query.
 *
 * Only for a service that was started with `--fake-google`: no option of react-google-oauth2 changes
 * the address that it opens. A program of your own does without this file.
 */
export function leadToFakeGoogle(consentPage) {
  navigation.addEventListener("navigate", (event) => {
    const { url } = event.destination;
    if (url.startsWith(GOOGLE)) {
      event.preventDefault();
      location.replace(`${consentPage}?${url.slice(GOOGLE.length)}`);
    }
  });
}
