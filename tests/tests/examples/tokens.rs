//! The example `tokens` lays out JSON as RFC 8259 has it, and says where the first mistake is.

use std::fmt::Write;
use std::process::Command;

use genfn_tests::programs::{self, Run};

const PROGRAM: &str = env!("CARGO_BIN_EXE_tokens");

fn tokens(options: &[&str], input: impl AsRef<[u8]>) -> Run {
    programs::run(Command::new(PROGRAM).args(options), input)
}

/// Asserts that this is JSON, and nothing in it is changed.
#[track_caller]
fn assert_kept(json: &str) {
    assert_eq!(tokens(&["--compact"], json), Run::success(format!("{json}\n")));
}

/// Asserts what is said of this, which is not JSON.
#[track_caller]
fn assert_mistake(text: impl AsRef<[u8]>, mistake: &str) {
    let run = tokens(&["--compact"], text);
    assert_eq!(run.stderr, format!("<stdin>:{mistake}\n"));
    assert_eq!(run.status, Some(1));
}

#[test]
fn each_element_gets_a_line() {
    let expected = r#"{
  "name": "tea",
  "sizes": [
    1,
    {
      "litres": 2.50
    }
  ],
  "none": [],
  "nothing": {}
}
"#;
    let input = r#"{"name":"tea","sizes":[1,{"litres":2.50}],"none":[ ],"nothing":{ }}"#;
    assert_eq!(tokens(&[], input), Run::success(expected));
    assert_eq!(tokens(&[], expected), Run::success(expected));
    assert_eq!(tokens(&["-c"], expected), Run::success(input.replace(' ', "") + "\n"));
}

#[test]
fn a_value_of_any_kind_is_a_document() {
    for json in ["null", "true", "false", "0", "\"\"", "[]", "{}"] {
        assert_kept(json);
        assert_eq!(tokens(&[], format!(" \t\r\n{json} \t\r\n")), Run::success(format!("{json}\n")));
    }
}

#[test]
fn numbers_stay_as_they_are_written() {
    assert_kept("[0,-0,0.0,-0.5,10,12.50,1e5,1E+05,0e-0,-1.5e-300]");
    assert_kept("[123456789012345678901234567890,1e999999,0.1000000000000000055511151231257827]");
}

#[test]
fn a_number_that_is_none_is_told_where_it_goes_wrong() {
    assert_mistake("[01]", "1:3: a number does not begin with 0 and a digit");
    assert_mistake("-00", "1:3: a number does not begin with 0 and a digit");
    assert_mistake("-", "1:2: a number needs a digit here");
    assert_mistake("-a", "1:2: a number needs a digit here");
    assert_mistake("[1.]", "1:4: a number needs a digit here");
    assert_mistake("1.e5", "1:3: a number needs a digit here");
    assert_mistake("1e", "1:3: a number needs a digit here");
    assert_mistake("1e+", "1:4: a number needs a digit here");
    assert_mistake("+1", "1:1: unexpected character '+'");
    assert_mistake(".5", "1:1: unexpected character '.'");
    assert_mistake("1.2.3", "1:4: unexpected character '.'");
    assert_mistake("0x10", "1:2: unknown word `x10`");
    assert_mistake("[-Infinity]", "1:3: a number needs a digit here");
    assert_mistake("٣", "1:1: unknown word `٣`");
}

#[test]
fn strings_stay_as_they_are_written() {
    assert_kept(r#""\"\\\/\b\f\n\r\t""#);
    assert_kept(r#""\u0000\u001f\u00e9\uABCD\uabcd""#);
    assert_kept("\"caf\u{e9} \u{1f600} \u{2028} \u{7f}\"");
    assert_kept(r#"{"[{,:]}":"[{,:]}"}"#);
    assert_kept(r#"{"":0,"":1}"#);
}

#[test]
fn a_surrogate_is_half_of_a_pair() {
    assert_kept(r#""\ud83d\ude00""#);
    assert_kept(r#""\uD800\uDC00\uDBFF\uDFFF""#);
    for half in [
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\ud83d\ud83d""#,
        r#""\ud83d \ude00""#,
        r#""\ud83d\n\ude00""#,
        r#""\ude00\ud83d""#,
        r#""\ud83d\u0041""#,
    ] {
        assert_mistake(half, "1:2: half of a surrogate pair");
    }
    assert_mistake(r#""ok \ud83d\ude00\ud83d""#, "1:17: half of a surrogate pair");
}

#[test]
fn an_escape_that_is_none_is_told() {
    assert_mistake(r#"["a\x"]"#, "1:4: unknown escape");
    assert_mistake(r#""\'""#, "1:2: unknown escape");
    assert_mistake(r#""\U0041""#, "1:2: unknown escape");
    for escape in
        [r#""\u""#, r#""\u12""#, r#""\u12g4""#, r#""\u+123""#, r#""\u 123""#, r#""\u00é""#]
    {
        assert_mistake(escape, "1:2: `\\u` needs four hexadecimal digits");
    }
}

#[test]
fn a_string_ends_and_holds_no_control_characters() {
    assert_mistake("[\"abc", "1:2: this string has no end");
    assert_mistake(r#""\""#, "1:1: this string has no end");
    assert_mistake("\"\\", "1:2: unknown escape");
    assert_mistake("\"a\nb\"", "1:3: '\\n' has to be escaped in a string");
    assert_mistake("\"\t\"", "1:2: '\\t' has to be escaped in a string");
    assert_mistake("\"\0\"", "1:2: '\\0' has to be escaped in a string");
    assert_mistake("'a'", "1:1: unexpected character '\\''");
}

#[test]
fn what_stands_in_a_wrong_place_is_told() {
    assert_mistake("", "1:1: expected a value, but the input ends");
    assert_mistake(" \n ", "2:2: expected a value, but the input ends");
    assert_mistake("]", "1:1: expected a value, found `]`");
    assert_mistake("1 2", "1:3: expected the end of the input, found a number");
    assert_mistake("[],", "1:3: expected the end of the input, found `,`");
    assert_mistake("{}\"\"", "1:3: expected the end of the input, found a string");
    assert_mistake("[1 2]", "1:4: expected `,` or `]`, found a number");
    assert_mistake("[1}", "1:3: expected `,` or `]`, found `}`");
    assert_mistake("[1,]", "1:4: expected a value, found `]`");
    assert_mistake("[,1]", "1:2: expected a value, found `,`");
    assert_mistake("[1", "1:3: expected `,` or `]`, but the input ends");
    assert_mistake("[1,", "1:4: expected a value, but the input ends");
    assert_mistake("[", "1:2: expected a value, but the input ends");
    assert_mistake("{", "1:2: expected a name in quotes, but the input ends");
    assert_mistake("{]", "1:2: expected a name in quotes, found `]`");
    assert_mistake("{1:2}", "1:2: expected a name in quotes, found a number");
    assert_mistake("{null:2}", "1:2: expected a name in quotes, found `null`");
    assert_mistake("{\"a\" 1}", "1:6: expected `:`, found a number");
    assert_mistake("{\"a\"", "1:5: expected `:`, but the input ends");
    assert_mistake("{\"a\":}", "1:6: expected a value, found `}`");
    assert_mistake("{\"a\":1,}", "1:8: expected a name in quotes, found `}`");
    assert_mistake("{\"a\":1 \"b\":2}", "1:8: expected `,` or `}`, found a string");
    assert_mistake("{\"a\":1]", "1:7: expected `,` or `}`, found `]`");
    assert_mistake("[:]", "1:2: expected a value, found `:`");
}

#[test]
fn words_and_white_space_are_those_of_json() {
    assert_mistake("nul", "1:1: unknown word `nul`");
    assert_mistake("[True]", "1:2: unknown word `True`");
    assert_mistake("NaN", "1:1: unknown word `NaN`");
    assert_mistake("trueé", "1:1: unknown word `trueé`");
    assert_mistake("// comment\n1", "1:1: unexpected character '/'");
    assert_mistake("\u{a0}1", "1:1: unexpected character '\\u{a0}'");
    assert_mistake("\x0C1", "1:1: unexpected character '\\u{c}'");
    assert_mistake("\u{feff}1", "1:1: unexpected character '\\u{feff}'");
}

#[test]
fn lines_and_columns_are_counted_in_characters() {
    assert_mistake("[\"é😀\", x]", "1:8: unknown word `x`");
    assert_mistake("[\r\n  1,\r\n  x]", "3:3: unknown word `x`");
    assert_mistake(b"{\n \"a\": \"\xC3\xA9\xFF\"}", "2:9: this is not UTF-8");
    assert_mistake(b"[\"\xED\xA0\x80\"]", "1:3: this is not UTF-8");
}

#[test]
fn what_stands_before_a_mistake_is_printed() {
    let run = tokens(&[], "{\"a\": [1, 2,, 3]}");
    let expected = Run::failure(
        1,
        "{\n  \"a\": [\n    1,\n    2,\n",
        "<stdin>:1:13: expected a value, found `,`\n",
    );
    assert_eq!(run, expected);
}

#[test]
fn no_value_is_too_deep() {
    let depth = 100_000;
    assert_kept(&("[".repeat(depth) + &"]".repeat(depth)));
    assert_kept(&("{\"a\":[".repeat(depth) + "0" + &"]}".repeat(depth)));
    let run = tokens(&["-c"], "[".repeat(depth));
    assert_eq!(run.stdout.len(), depth + 1);
    assert_eq!(run.stderr, "<stdin>:1:100001: expected a value, but the input ends\n");
    assert_eq!(run.status, Some(1));
}

#[test]
fn a_long_text_is_read_to_its_end() {
    let mut json = "[".to_owned();
    for number in 0..50_000 {
        write!(json, "{{\"number\":{number}}},").unwrap();
    }
    json += "null]";
    assert_kept(&json);
}

#[test]
fn tokens_are_listed_with_their_places() {
    let expected = "\
1:1     Mark    {
1:2     String  \"a\"
1:5     Mark    :
2:2     Number  -1.5
2:6     Mark    ,
2:8     Word    null
2:13    Mark    }
3:1     End     \n";
    assert_eq!(tokens(&["--tokens"], "{\"a\":\n -1.5, null }\n"), Run::success(expected));
    // Their order is no matter of the tokenizer's.
    let run = tokens(&["-t"], "]1 @");
    let stdout = "1:1     Mark    ]\n1:2     Number  1\n";
    assert_eq!(run, Run::failure(1, stdout, "<stdin>:1:4: unexpected character '@'\n"));
}

#[test]
fn a_file_is_named_in_what_is_said_of_it() {
    let folder = tempfile::tempdir().unwrap();
    programs::write_files(folder.path(), &[("good.json", "[1,2]"), ("bad.json", "[1,\n2")]);
    let file = |name| folder.path().join(name);
    let run = |name| programs::run(Command::new(PROGRAM).arg("-c").arg(file(name)), "");
    assert_eq!(run("good.json"), Run::success("[1,2]\n"));
    let mistake = "2:2: expected `,` or `]`, but the input ends";
    let stderr = format!("{}:{mistake}\n", file("bad.json").display());
    assert_eq!(run("bad.json"), Run::failure(1, "[1,2\n", stderr));
    let missing = run("missing.json");
    let begin = format!("tokens: cannot read {}: ", file("missing.json").display());
    assert!(missing.stderr.starts_with(&begin), "{missing:?}");
    assert_eq!((&*missing.stdout, missing.status), ("", Some(1)));
}

#[test]
fn how_it_is_used_is_told() {
    programs::assert_help(PROGRAM, "tokens");
    assert_eq!(tokens(&["--compact", "--tokens"], "1").status, Some(2));
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    programs::write_files(folder.path(), &[("a.json", "[1]")]);
    let run = programs::run_unread(Command::new(PROGRAM).arg(folder.path().join("a.json")));
    assert_eq!(run, Run::success(""));
}
