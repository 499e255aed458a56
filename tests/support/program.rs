//! The real program: in a folder of its own, with an environment of its own, so that no setting of the machine counts.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// How long a test waits before it calls something missing. Long, for slow and busy machines.
pub const PATIENCE: Duration = Duration::from_secs(90);
/// Between two looks at a condition that announces nothing.
const LOOK: Duration = Duration::from_millis(10);

/// The knowledge that comes with the program.
pub fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge")
}

/// A working folder with a data folder in it.
pub struct Home {
    folder: TempDir,
}

impl Home {
    /// An empty one.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    /// Something in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("inside")).expect("a folder");
        fs::write(&path, content).expect("written");
        path
    }

    /// The program with the shipped knowledge, this data folder and no other setting.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_policybot"));
        command.env_clear().env("POLICYBOT_KNOWLEDGE_DIR", shipped()).current_dir(self.folder.path());
        command.arg("--data-dir").arg(self.data()).args(arguments);
        command
    }

    /// The same, for short runs whose output is looked at.
    pub fn run(&self, arguments: &[&str]) -> assert_cmd::Command {
        let mut command = assert_cmd::Command::from_std(self.command(arguments));
        command.timeout(PATIENCE);
        command
    }

    /// Starts it; everything it says goes to the file `output.txt`.
    pub fn start(&self, mut command: Command) -> Running {
        let output = self.path("output.txt");
        // Appending, so that its two streams do not overwrite each other.
        fs::write(&output, "").expect("a file");
        let file = File::options().append(true).open(&output).expect("a file");
        let child = command.stdin(Stdio::null()).stdout(file.try_clone().expect("a handle")).stderr(file).spawn();
        Running { child: child.expect("the program starts"), output }
    }
}

/// The same program started by other words, with its arguments and environment.
pub fn wrapped(inner: &Command, program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).arg(inner.get_program()).args(inner.get_args()).env_clear();
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.current_dir(inner.get_current_dir().expect("a folder"));
    command
}

/// The same program, run by somebody who is held by the rights of files: whoever may do everything becomes nobody.
pub fn unprivileged(command: &Command) -> Command {
    let folder = command.get_current_dir().expect("a folder");
    let all_powerful = folder.metadata().expect("a folder").uid() == 0;
    let become_nobody: &[&str] =
        if all_powerful { &["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] } else { &[] };
    wrapped(command, "env", become_nobody)
}

/// A process. It is killed when dropped.
pub struct Running {
    child: Child,
    output: PathBuf,
}

impl Running {
    /// All that was written so far.
    pub fn output(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.output).expect("the output")).into_owned()
    }

    /// Waits until something was written.
    pub async fn says(&self, what: &str) {
        let said = async {
            while !self.output().contains(what) {
                tokio::time::sleep(LOOK).await;
            }
        };
        if tokio::time::timeout(PATIENCE, said).await.is_err() {
            panic!("'{what}' is missing in: {}", self.output());
        }
    }

    /// Sends a signal: `TERM`, `INT`.
    pub fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().expect("a shell").success(), "{kill}");
    }

    /// Ends it at once, as `kill -9` does.
    pub fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("dead");
    }

    /// Waits until it ends by itself.
    pub async fn ended(&mut self) -> ExitStatus {
        let ended = async {
            loop {
                if let Some(status) = self.child.try_wait().expect("a status") {
                    return status;
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        match tokio::time::timeout(PATIENCE, ended).await {
            Ok(status) => status,
            Err(_) => panic!("it does not end; it said: {}", self.output()),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
