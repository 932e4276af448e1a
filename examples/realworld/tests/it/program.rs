//! The program, started as a person starts it.

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use realworld::Db;

/// The built program in an empty folder; both are removed when the test ends.
struct Program {
    child: Child,
    folder: PathBuf,
}

impl Program {
    fn start() -> Self {
        let name = format!("realworld-{:016x}", getrandom::u64().unwrap());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir(&folder).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_realworld"));
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("JWT_") || ["SECRET_KEY", "DATABASE_URL", "HOST"].contains(&&*name)
            {
                command.env_remove(&*name);
            }
        }
        let command = command
            .current_dir(&folder)
            .env("PORT", "0")
            .stdout(Stdio::piped());
        let child = command.stderr(Stdio::null()).spawn().unwrap();
        Self { child, folder }
    }

    /// The address on which it listens, from its last line.
    fn address(&mut self) -> String {
        let lines = BufReader::new(self.child.stdout.take().unwrap()).lines();
        let mut addresses = lines.filter_map(|line| {
            let line = line.unwrap();
            let (_, rest) = line.split_once("http://")?;
            Some(rest.split(';').next()?.to_owned())
        });
        addresses.next().expect("the program ended")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        drop(fs::remove_dir_all(&self.folder));
    }
}

#[test]
fn without_configuration_it_serves_a_sqlite_file() {
    let mut program = Program::start();
    let mut stream = TcpStream::connect(program.address()).unwrap();
    write!(stream, "GET /api/tags HTTP/1.0\r\n\r\n").unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    assert!(response.starts_with("HTTP/1.0 200"), "{response}");
    assert!(response.ends_with(r#"{"tags":[]}"#), "{response}");
    assert!(program.folder.join("realworld.db").exists());
}

#[tokio::test]
async fn another_database_is_refused_without_its_password() {
    for url in ["mysql://me:hidden@localhost/app", "me:hidden@localhost", ""] {
        let error = Db::connect(url).await.unwrap_err().to_string();
        assert!(
            error.contains("write `postgres://..` or `sqlite:..`"),
            "{error}"
        );
        assert!(!error.contains("hidden"), "{error}");
    }
}
