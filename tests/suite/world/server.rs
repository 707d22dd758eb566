//! A small HTTP server on loopback whose answers a test sets, and which notes what it was asked.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What the server answers at one path.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    delay: Duration,
}

/// One request: its path, its headers by lower-case name, and the status it was answered with.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub headers: HashMap<String, String>,
    /// What was sent along, as text.
    pub body: String,
    pub status: u16,
    /// When it came.
    pub at: Instant,
}

#[derive(Default)]
struct Shared {
    answers: Mutex<HashMap<String, VecDeque<Answer>>>,
    asked: Mutex<Vec<Asked>>,
    ended: AtomicBool,
}

/// The running server; it ends when this is dropped. A path without an answer is a 404.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Answer {
    pub fn new(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type", content_type.to_owned())];
        Self { status: 200, headers, body: body.into(), delay: Duration::ZERO }
    }

    pub fn status(status: u16) -> Self {
        Self { status, ..Self::new("text/plain", "no") }
    }

    pub fn with_body(self, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..self }
    }

    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// With an ETag; a request that names it is answered with 304.
    pub fn etag(self, tag: &str) -> Self {
        self.header("ETag", tag)
    }

    pub fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }
}

impl Server {
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let held = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if held.ended.load(Ordering::Relaxed) {
                    break;
                }
                let held = Arc::clone(&held);
                // A client that hangs up in the middle is no matter.
                std::thread::spawn(move || stream.and_then(|stream| serve(stream, &held)));
            }
        });
        Self { address, shared }
    }

    /// The address of a path: `http://127.0.0.1:PORT/path`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn set(&self, path: &str, answer: Answer) {
        self.set_in_turn(path, [answer]);
    }

    /// The answers of a path, one after the other; the last stays.
    pub fn set_in_turn(&self, path: &str, answers: impl IntoIterator<Item = Answer>) {
        self.shared.answers.lock().unwrap().insert(path.to_owned(), answers.into_iter().collect());
    }

    /// All requests so far, in order; robots.txt left out.
    pub fn asked(&self) -> Vec<Asked> {
        let asked = self.shared.asked.lock().unwrap().clone();
        asked.into_iter().filter(|one| one.path != "/robots.txt").collect()
    }

    /// How many requests there were so far, of whatever kind.
    pub fn count(&self) -> usize {
        self.shared.asked.lock().unwrap().len()
    }

    /// The requests for one path.
    pub fn asked_for(&self, path: &str) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().iter().filter(|one| one.path == path).cloned().collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for the next client.
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(mut stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut lines = (&mut reader).lines();
    let Some(request) = lines.next().transpose()? else { return Ok(()) };
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = HashMap::new();
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut sent = vec![0; length];
    reader.read_exact(&mut sent)?;
    let answer = {
        let mut answers = shared.answers.lock().unwrap();
        let turns = answers.get_mut(&path);
        let answer =
            turns.and_then(|turns| if turns.len() > 1 { turns.pop_front() } else { turns.front().cloned() });
        answer.unwrap_or_else(|| Answer::status(404))
    };
    let tag = answer.headers.iter().find(|(name, _)| *name == "ETag").map(|(_, tag)| tag);
    let is_known = tag.is_some() && headers.get("if-none-match") == tag;
    let (status, body) = if is_known { (304, Vec::new()) } else { (answer.status, answer.body) };
    shared.asked.lock().unwrap().push(Asked {
        path,
        headers,
        body: String::from_utf8_lossy(&sent).into_owned(),
        status,
        at: Instant::now(),
    });
    std::thread::sleep(answer.delay);
    write!(stream, "HTTP/1.1 {status} Answer\r\nConnection: close\r\nContent-Length: {}\r\n", body.len())?;
    for (name, value) in &answer.headers {
        write!(stream, "{name}: {value}\r\n")?;
    }
    stream.write_all(b"\r\n")?;
    stream.write_all(&body)
}
