//! A database server in a temporary folder, in a process of its own.

use std::{
    fs,
    net::TcpListener,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    database::{Database, Kind},
    error::RunError,
    program::{User, program},
};

/// The time after which a server that does not accept connections is not going to.
const START_LIMIT: Duration = Duration::from_mins(1);

/// A database server that this program started. It is stopped, and its data deleted, when this is dropped.
#[derive(Debug)]
pub struct Server {
    kind: Kind,
    programs: Programs,
    folder: TempDir,
    port: u16,
    process: Option<Child>,
}

/// The programs of a database, and the user as whom they run.
#[derive(Debug)]
struct Programs {
    install: PathBuf,
    serve: PathBuf,
    user: Option<User>,
}

impl Server {
    /// Creates the server's data, and starts it.
    ///
    /// # Errors
    ///
    /// Returns an error if its programs are not installed, or fail.
    pub async fn start(kind: Kind) -> Result<Self, RunError> {
        let programs = Programs::find(kind)?;
        let folder = tempfile::Builder::new()
            .prefix("jwt-router-faults-")
            .tempdir()?;
        if let Some(User { uid, gid }) = programs.user {
            std::os::unix::fs::chown(folder.path(), Some(uid), Some(gid))?;
        }
        // The port is free, and stays so with luck: it has to be the same after a restart.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut server = Self {
            kind,
            programs,
            folder,
            port,
            process: None,
        };
        server.install()?;
        server.resume().await?;
        Ok(server)
    }

    /// Returns the URL of the database, for the administrator.
    #[must_use]
    pub fn url(&self) -> String {
        self.database().url("root")
    }

    pub(crate) fn database(&self) -> Database {
        Database::new(self.kind, self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn install(&self) -> Result<(), RunError> {
        let mut command = self
            .programs
            .command(&self.programs.install, self.folder.path());
        match self.kind {
            Kind::Postgres => command
                .args([
                    "--username=root",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--no-sync",
                    "--pgdata",
                ])
                .arg(self.data()),
            Kind::MariaDb => {
                let init = "create database if not exists app;
                    create or replace user root@'127.0.0.1' identified by '';
                    create or replace user app@'127.0.0.1' identified by '';
                    grant all on *.* to root@'127.0.0.1' with grant option;
                    grant all on app.* to app@'127.0.0.1';";
                fs::write(self.folder.path().join("init.sql"), init)?;
                command
                    .args([
                        "--no-defaults",
                        "--skip-test-db",
                        "--auth-root-authentication-method=normal",
                    ])
                    .arg(option("--datadir", &self.data()))
            }
        };
        let output = command.output()?;
        if output.status.success() {
            return Ok(());
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        let program = self.programs.install.display();
        Err(RunError::Failed(
            format!("`{program}` fails: {stderr}").into(),
        ))
    }

    /// Starts the server again, and waits until it accepts connections.
    ///
    /// # Errors
    ///
    /// Returns an error if it does not.
    pub async fn resume(&mut self) -> Result<(), RunError> {
        let folder = self.folder.path();
        let mut command = self.programs.command(&self.programs.serve, folder);
        match self.kind {
            Kind::Postgres => command
                .arg("-D")
                .arg(self.data())
                .args(["-p", &self.port.to_string(), "-h", "127.0.0.1", "-F", "-k"])
                .arg(folder),
            Kind::MariaDb => command
                .args([
                    "--no-defaults",
                    "--bind-address=127.0.0.1",
                    "--skip-name-resolve",
                ])
                .arg(format!("--port={}", self.port))
                .arg(option("--datadir", &self.data()))
                .arg(option("--socket", &folder.join("socket")))
                .arg(option("--pid-file", &folder.join("pid")))
                .arg(option("--init-file", &folder.join("init.sql"))),
        };
        let log = fs::File::create(folder.join("log"))?;
        self.process = Some(command.stdout(log.try_clone()?).stderr(log).spawn()?);
        let started = Instant::now();
        while let Err(error) = self.database().execute("select 1").await {
            if started.elapsed() > START_LIMIT {
                let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
                let problem = format!("the server does not start: {error}\n{log}");
                return Err(RunError::Failed(problem.into()));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Stops the server and breaks its connections. It keeps its data.
    pub fn stop(&mut self) {
        let Some(mut process) = self.process.take() else {
            return;
        };
        // PostgreSQL has a process for each connection, which `SIGQUIT` ends as well.
        let signal = match self.kind {
            Kind::Postgres => "-QUIT",
            Kind::MariaDb => "-KILL",
        };
        let id = process.id().to_string();
        drop(Command::new("kill").args([signal, &id]).status());
        drop(process.wait());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Programs {
    fn find(kind: Kind) -> Result<Self, RunError> {
        let (install, serve, user) = match kind {
            Kind::Postgres => ("initdb", "postgres", "postgres"),
            Kind::MariaDb => ("mariadb-install-db", "mariadbd", "mysql"),
        };
        Ok(Self {
            install: program(install)?,
            serve: program(serve)?,
            user: User::instead_of_root(user)?,
        })
    }

    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).stdin(Stdio::null());
        if let Some(User { uid, gid }) = self.user {
            command.uid(uid).gid(gid);
        }
        command
    }
}

fn option(name: &str, path: &Path) -> String {
    format!("{name}={}", path.display())
}
