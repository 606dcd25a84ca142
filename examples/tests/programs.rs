//! The programs, run as a user runs them, on loopback.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

/// A server of these programs, and where it listens.
async fn serve(
    program: &str,
    arguments: &[&str],
) -> (Child, Lines<BufReader<ChildStdout>>, String) {
    let mut child = Command::new(program)
        .args(arguments)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = output.next_line().await.unwrap().unwrap();
    let address = line.strip_prefix("listening on ").unwrap().to_owned();
    (child, output, address)
}

async fn in_time<T>(future: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(60), future).await.expect("it ends in time")
}

#[tokio::test]
async fn events_come_until_the_client_goes_away_and_then_its_seat_is_free() {
    let (_server, mut output, address) = serve(env!("CARGO_BIN_EXE_events"), &[]).await;
    let mut client = TcpStream::connect(&address).await.unwrap();
    client.write_all(b"GET /count?every=5 HTTP/1.1\r\nHost: here\r\n\r\n").await.unwrap();
    let mut received = String::new();
    in_time(async {
        while !received.contains("event: tick\ndata: 3\n") {
            let mut buffer = [0; 1024];
            let read = client.read(&mut buffer).await.unwrap();
            assert_ne!(read, 0, "{received}");
            received.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
        }
    })
    .await;
    assert!(received.contains("content-type: text/event-stream"), "{received}");
    assert_eq!(in_time(output.next_line()).await.unwrap().unwrap(), "1 here");
    drop(client);
    assert_eq!(in_time(output.next_line()).await.unwrap().unwrap(), "0 left");

    let mut client = TcpStream::connect(&address).await.unwrap();
    client
        .write_all(b"GET /three HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut received = String::new();
    in_time(client.read_to_string(&mut received)).await.unwrap();
    for word in ["data: one\n", "data: two\n", "data: three\n"] {
        assert!(received.contains(word), "{received}");
    }
    assert_eq!(in_time(output.next_line()).await.unwrap().unwrap(), "1 here");
    assert_eq!(in_time(output.next_line()).await.unwrap().unwrap(), "0 left");
}

#[tokio::test]
async fn lines_are_numbered_and_a_long_one_is_an_error() {
    let (_server, _output, address) =
        serve(env!("CARGO_BIN_EXE_lines"), &["--longest", "20", "127.0.0.1:0"]).await;
    let mut client = TcpStream::connect(&address).await.unwrap();
    for piece in ["fi", "rst\nsec", "ond\r\n\nla", "st"] {
        client.write_all(piece.as_bytes()).await.unwrap();
        client.flush().await.unwrap();
    }
    client.shutdown().await.unwrap();
    let mut answer = String::new();
    in_time(client.read_to_string(&mut answer)).await.unwrap();
    assert_eq!(answer, "1: first\n2: second\n3: \n4: last\n");

    let mut client = TcpStream::connect(&address).await.unwrap();
    client.write_all("short\nand one that is much too long".as_bytes()).await.unwrap();
    let mut answer = String::new();
    in_time(client.read_to_string(&mut answer)).await.unwrap();
    assert_eq!(answer, "1: short\nerror: a line is too long\n");
}

#[tokio::test]
async fn files_come_folder_by_folder() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["b/two", "b/c/three", "a", "d"] {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "").unwrap();
    }
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    let run = |arguments: &'static [&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_walk_async"));
        command.current_dir(folder.path()).args(arguments);
        async move {
            let output = in_time(command.output()).await.unwrap();
            let text = String::from_utf8(output.stdout).unwrap().replace('\\', "/");
            (text, output.status.success())
        }
    };
    assert_eq!(run(&[]).await, ("./a\n./b/c/three\n./b/two\n./d\n".to_owned(), true));
    assert_eq!(run(&["--limit", "2"]).await.0, "./a\n./b/c/three\n");
    assert_eq!(run(&["missing"]).await, (String::new(), false));
}

/// An API with three pages, which fails at some calls. It counts them.
async fn api(fails_at: &'static [usize]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                request.push(socket.read_u8().await.unwrap());
            }
            let request = String::from_utf8(request).unwrap();
            let call = counted.fetch_add(1, Ordering::SeqCst);
            let body = match request.split(' ').nth(1).unwrap() {
                "/items" => r#"{"items":["a","b"],"next":"/items/2"}"#,
                "/items/2" => r#"{"items":["c"],"next":"/items/3"}"#,
                _ => r#"{"items":["d"],"next":null}"#,
            };
            let status = if fails_at.contains(&call) { "503 Busy" } else { "200 OK" };
            let answer = format!("HTTP/1.0 {status}\r\n\r\n{body}");
            socket.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (address, calls)
}

async fn pages(arguments: &[&str]) -> (String, String, bool) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pages"));
    let output = in_time(command.args(arguments).output()).await.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.success())
}

#[tokio::test]
async fn pages_are_fetched_as_they_are_needed_and_again_after_a_failure() {
    let (address, calls) = api(&[]).await;
    let (items, _, _) = pages(&[&address, "/items", "--limit", "3"]).await;
    assert_eq!(items, "a\nb\nc\n");
    assert_eq!(calls.load(Ordering::SeqCst), 2);

    let (address, calls) = api(&[0, 2, 3]).await;
    let (items, _, success) = pages(&[&address, "/items"]).await;
    assert_eq!(items, "a\nb\nc\nd\n");
    assert!(success);
    assert_eq!(calls.load(Ordering::SeqCst), 6);

    let (address, _) = api(&[1, 2]).await;
    let (items, errors, success) = pages(&[&address, "/items", "--attempts", "2"]).await;
    assert_eq!((&*items, &*errors), ("a\nb\n", "the API answers 503\n"));
    assert!(!success);
}
