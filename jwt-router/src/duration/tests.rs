use super::Seconds;

#[track_caller]
fn check_parse(text: &str, expected: Option<u64>) {
    assert_eq!(Seconds::parse(text).map(Seconds::as_u64), expected);
}

#[track_caller]
fn check_display(seconds: u64, short: &str, words: &str) {
    let seconds = Seconds::new(seconds);
    assert_eq!(seconds.to_string(), short);
    assert_eq!(seconds.in_words().to_string(), words);
    assert_eq!(Seconds::parse(short), Some(seconds));
}

#[test]
fn each_unit_is_parsed() {
    check_parse("90s", Some(90));
    check_parse("15m", Some(15 * 60));
    check_parse("12h", Some(12 * 60 * 60));
    check_parse("7d", Some(7 * 24 * 60 * 60));
}

#[test]
fn another_form_is_not_parsed() {
    for text in [
        "", "s", "15", "15 m", " 15m", "+15m", "-15m", "1.5h", "15M", "1h30m", "15µ",
    ] {
        check_parse(text, None);
    }
}

#[test]
fn more_seconds_than_fit_are_not_parsed() {
    check_parse("18446744073709551615s", Some(u64::MAX));
    check_parse("18446744073709551615m", None);
    check_parse("18446744073709551616s", None);
}

#[test]
fn the_longest_unit_that_divides_is_displayed() {
    check_display(0, "0s", "0 seconds");
    check_display(1, "1s", "1 second");
    check_display(90, "90s", "90 seconds");
    check_display(15 * 60, "15m", "15 minutes");
    check_display(90 * 60, "90m", "90 minutes");
}

#[test]
fn words_are_in_the_longest_unit_of_which_there_are_two() {
    check_display(25 * 60 * 60, "25h", "25 hours");
    check_display(47 * 60 * 60 + 59, "169259s", "47 hours");
    check_display(2 * 24 * 60 * 60, "2d", "2 days");
    check_display(30 * 24 * 60 * 60, "30d", "30 days");
}
